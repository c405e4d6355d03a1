"""What the applicant still tells of himself."""

from django.utils.translation import gettext_lazy as _

from applications.services import lacks_code, supply_code
from applications.services.people import LIVING
from ningshe_portal.pages.verbs import Verb, plain
from ningshe_portal.pages.window.people_forms import CodeForm

VERBS = {
    "code": Verb(
        title=_("补交信用代码"),
        hint=_("取得统一社会信用代码后在这里补交，受理通知书会按新代码重新出具。"),
        button=_("提交代码"),
        fits=lambda application: application.status in LIVING and lacks_code(application),
        make_form=plain(CodeForm),
        run=supply_code,
        done=_("信用代码已登记，谢谢。"),
    ),
}
