"""How the office arranges visits, and what is said at the counter or by telephone in the applicant's place."""

from django.utils.translation import gettext_lazy as _

from ningshe_portal.pages import visit_forms as forms
from ningshe_portal.pages import visit_verbs as verbs
from ningshe_portal.pages.verbs import Verb
from ningshe_portal.pages.visit_cards import may_answer, may_confirm, may_wish

ARRANGE = "inspections.arrange_visit"
COUNTER = "applications.submit_application"

VERBS = {
    "visit-fix": Verb(
        title=_("确定或变更上门时间"),
        button=_("确定并通知各方"),
        hint=_("没有答复的单位按能到场处理；申请人和各单位会收到通知和安排。选同一时间即维持原时间。"),
        permission=ARRANGE,
        fits=verbs.some(verbs.any_visit),
        make_form=verbs.form_for(forms.FixForm, verbs.any_visit),
        run=verbs.fix,
        done=_("已确定上门时间，并通知各方。"),
    ),
    "visit-confirmed": Verb(
        title=_("登记申请人已确认上门时间"),
        button=_("登记"),
        permission=COUNTER,
        fits=verbs.some(may_confirm),
        make_form=verbs.form_for(forms.PhoneConfirmForm, may_confirm),
        run=verbs.confirm_by_phone,
        done=_("已登记申请人确认。"),
    ),
    "visit-counter": Verb(
        title=_("登记申请人对另提时间的答复"),
        button=_("登记"),
        permission=COUNTER,
        fits=verbs.some(may_answer),
        make_form=verbs.form_for(forms.CounterForm, may_answer),
        run=verbs.answer,
        done=_("已登记，各承办单位会收到通知。"),
    ),
    "visit-day": Verb(
        title=_("登记申请人要求改约"),
        button=_("登记"),
        permission=COUNTER,
        fits=verbs.some(may_wish),
        make_form=verbs.form_for(forms.WishDayForm, may_wish),
        run=verbs.wish,
        done=_("已登记，等待统筹人员确定。"),
    ),
    "visit-cancel": Verb(
        title=_("取消联合上门"),
        button=_("取消并通知各方"),
        hint=_("取消后各承办单位单独上门。只是换时间的，请用“确定或变更上门时间”。"),
        permission=ARRANGE,
        fits=verbs.some(verbs.is_joint),
        make_form=verbs.form_for(forms.CancelForm, verbs.is_joint),
        run=verbs.cancel,
        done=_("已取消，各方会收到通知。"),
    ),
    "visit-arrange": Verb(
        title=_("安排联合上门"),
        button=_("拟定时间并请各单位答复"),
        hint=_("把正在同一环节、单独进行的事项合在一起上门。"),
        permission=ARRANGE,
        fits=lambda application: bool(forms.kinds_to_arrange(application)),
        make_form=verbs.arrange_form,
        run=verbs.arrange,
        done=_("已拟定时间，并请各单位答复。"),
    ),
    "visit-leave": Verb(
        title=_("某项单独上门"),
        button=_("改为单独上门"),
        hint=_("选中的事项由承办单位单独上门，其他事项照常。"),
        permission=ARRANGE,
        fits=lambda application: bool(forms.joint_steps(application)),
        make_form=verbs.step_form(forms.LeaveForm, forms.joint_steps),
        run=verbs.leave,
        done=_("已改为单独上门，并通知承办单位。"),
    ),
    "visit-join": Verb(
        title=_("恢复一起上门"),
        button=_("恢复一起上门"),
        permission=ARRANGE,
        fits=lambda application: bool(forms.lonely_steps(application)),
        make_form=verbs.step_form(forms.StepForm, forms.lonely_steps),
        run=verbs.join,
        done=_("已恢复一起上门。"),
    ),
}
