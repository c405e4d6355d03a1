"""How an applicant chooses anew which joint steps he takes part in."""

from django.utils.translation import gettext_lazy as _

from applications.services import change_wishes
from ningshe_portal.pages.verbs import Verb
from ningshe_portal.pages.wishes import can_choose, wishes_form

VERBS = {
    "wishes": Verb(
        title=_("变更联办意愿"),
        hint=_("联办自愿。保存后通知各承办单位，并出具新的确认书，原确认书作废。"),
        button=_("保存变更"),
        fits=can_choose,
        make_form=wishes_form,
        run=change_wishes,
        done=_("已变更，各承办单位已收到通知；新的确认书在“文书”中。"),
    ),
}
