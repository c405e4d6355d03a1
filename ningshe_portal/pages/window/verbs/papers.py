"""What is brought to the counter."""

from django.utils.translation import gettext_lazy as _

from applications.uploads import add_material
from ningshe_portal.pages.verbs import Verb, plain

from ..forms import AttachForm


def attach(application, *, kind, file, by):
    """One scanned paper, also after acceptance: the signed form comes back from the printer."""
    add_material(application, kind, file, by=by)


VERBS = {
    "attach": Verb(
        title=_("补充材料（如签字的信息表）"),
        button=_("上传"),
        permission="applications.submit_application",
        fits=lambda application: True,
        make_form=plain(AttachForm),
        run=attach,
        done=_("材料已保存。"),
    ),
}
