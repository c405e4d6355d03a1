"""What an applicant says to the days on which people come to him."""

from django.utils.translation import gettext_lazy as _

from ningshe_portal.pages import visit_forms as forms
from ningshe_portal.pages import visit_verbs as verbs
from ningshe_portal.pages.verbs import Verb
from ningshe_portal.pages.visit_cards import may_answer, may_confirm, may_wish

VERBS = {
    "visit-counter": Verb(
        title=_("答复另提的上门时间"),
        hint=_("有承办单位不能在原来的时间到场，另提了一次时间，请您决定。"),
        button=_("提交"),
        fits=verbs.some(may_answer),
        make_form=verbs.form_for(forms.CounterForm, may_answer),
        run=verbs.answer,
        done=_("已答复，各承办单位会收到通知。"),
    ),
    "visit-confirm": Verb(
        title=_("确认上门时间"),
        hint=_("确认后请按安排在场等候；临时有事请尽早改约。"),
        button=_("确认，届时在场"),
        fits=verbs.some(may_confirm),
        make_form=verbs.form_for(forms.ConfirmForm, may_confirm),
        run=verbs.confirm,
        done=_("已确认。可以把时间加入手机日历。"),
    ),
    "visit-day": Verb(
        title=_("改约上门时间"),
        hint=_(
            "由统筹人员与各承办单位商定后答复您；答复前以现在的时间为准。因此推迟的日子不计入承办单位的时限。"
        ),
        button=_("提交"),
        fits=verbs.some(may_wish),
        make_form=verbs.form_for(forms.WishDayForm, may_wish),
        run=verbs.wish,
        done=_("已提交，统筹人员商定后答复您。"),
    ),
    "visit-leave": Verb(
        title=_("某项单独上门"),
        hint=_("选中的事项不再和其他单位一起上门，由承办单位单独与您约时间；其他事项照常。"),
        button=_("改为单独上门"),
        fits=lambda application: bool(forms.joint_steps(application)),
        make_form=verbs.step_form(forms.LeaveForm, forms.joint_steps),
        run=verbs.leave,
        done=_("已改为单独上门，承办单位会收到通知。"),
    ),
    "visit-join": Verb(
        title=_("恢复一起上门"),
        button=_("恢复一起上门"),
        fits=lambda application: bool(forms.lonely_steps(application)),
        make_form=verbs.step_form(forms.StepForm, forms.lonely_steps),
        run=verbs.join,
        done=_("已恢复一起上门，时间会重新约定。"),
    ),
}
