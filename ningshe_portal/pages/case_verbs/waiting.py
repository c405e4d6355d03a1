"""Where there is no network yet: to be told when it comes, or not any more."""

from django.utils.translation import gettext_lazy as _

from applications.services import wait_for_network
from ningshe_portal.pages.case_forms import lacks_network, wait_form
from ningshe_portal.pages.verbs import Verb

VERBS = {
    "network": Verb(
        title=_("管网通达时告知我"),
        hint=_(
            "勾选后，您所在的街镇（园区）管网通达时，我们告知您一次：发短信，没有手机号码的打电话。不勾选则不再告知。"
        ),
        button=_("保存"),
        fits=lacks_network,
        make_form=wait_form,
        run=wait_for_network,
        done=_("已按您的选择登记。"),
    ),
}
