"""What is brought to the counter, and what the applicant promises to bring later (容缺)."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from applications.needs import needs_of
from applications.services import answer_request, note_paper, promise_material
from applications.services.materials import PROMISABLE
from applications.uploads import add_material
from ningshe_portal.pages.verbs import Verb

from ..material_forms import AttachForm, PromiseForm


@transaction.atomic
def attach(application, *, kind, file, medium, copies, pages, by, answers=None):
    """One paper, also after acceptance; with a file, on paper or both. What a provider waits for goes to it."""
    facts = {"answers": answers} if answers else {}
    paper = {"medium": medium, "copies": copies or 1, "pages": pages} if medium else {}
    if file:
        add_material(application, kind, file, by=by, **facts, **paper)
    else:
        note_paper(application, kind, by=by, **facts, **paper)
    if answers:
        answer_request(answers, by=by)


def for_case(form_class):
    """A form that asks what the case needs."""
    return lambda application, *data, **options: form_class(*data, application=application, **options)


def can_promise(application):
    return application.status in PROMISABLE and any(need.can_be_promised for need in needs_of(application))


VERBS = {
    "attach": Verb(
        title=_("收取材料（纸质、扫描件）"),
        button=_("保存"),
        permission="applications.submit_application",
        fits=lambda application: True,
        make_form=for_case(AttachForm),
        run=attach,
        done=_("材料已保存。"),
    ),
    "promise": Verb(
        title=_("容缺办理（次要材料以后补）"),
        button=_("登记承诺并出具承诺书"),
        hint=_("请申请人在承诺书上签字。办理不停、时限照常计算，到期前系统会提醒。"),
        permission="applications.accept_application",
        fits=can_promise,
        make_form=for_case(PromiseForm),
        run=promise_material,
        done=_("已登记容缺承诺，请打印《容缺受理承诺书》交申请人签字。"),
    ),
}
