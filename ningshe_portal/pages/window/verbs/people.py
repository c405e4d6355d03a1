"""Who stands behind a case: its contact, its agent, the clerk who looks after it."""

from django.utils.translation import gettext_lazy as _

from applications.services import (
    BadHandOver,
    change_contact,
    hand_over,
    lacks_code,
    name_agent,
    remove_agent,
    supply_code,
    take_back,
)
from applications.services.people import HAS_AGENT, LIVING
from ningshe_portal.pages.verbs import Verb, plain

from ..people_forms import AgentForm, CheckedForm, CodeForm, ContactForm, HandOverForm


def is_living(application):
    return application.status in LIVING


def checked(form_class):
    """A form that shows what is there now."""
    return lambda application, *data, **options: form_class(*data, application=application, **options)


def hand_over_form(application, *data, **options):
    return HandOverForm(*data, giver=application.clerk, **options)


def hand_over_one(application, *, taker, reason, until, by):
    hand_over([application], taker=taker, reason=reason, until=until, by=by)


def take_back_first(application, *, by):
    """The clerk it was taken from first gets it, however often it was passed on; of two clicks the second is told."""
    first = application.hand_overs.under_way().order_by("at", "pk").first()
    if first is None:
        raise BadHandOver(_("%s：移交已结束。") % application)
    take_back(first, by=by)


VERBS = {
    "change-contact": Verb(
        title=_("变更联系人或电话"),
        button=_("确认变更"),
        hint=_("原号码、已打开的网页和原查询码立即失效，承办单位会收到通知。"),
        permission="applications.submit_application",
        fits=is_living,
        make_form=checked(ContactForm),
        run=change_contact,
        done=_("联系人已变更；原号码和原查询码已失效，请重新打印回执交申请人。"),
    ),
    "agent": Verb(
        title=_("指定或更换代理人"),
        button=_("确认代理人"),
        hint=_("系统出具授权委托书，请打印后由双方签字，扫描上传。原代理人立即失去查询权限。"),
        permission="applications.submit_application",
        fits=is_living,
        make_form=checked(AgentForm),
        run=name_agent,
        done=_("代理人已登记，请打印授权委托书，双方签字后上传。"),
    ),
    "remove-agent": Verb(
        title=_("解除代理"),
        button=_("确认解除"),
        hint=_("代理人的号码和原查询码立即失效，授权委托书作废。"),
        permission="applications.submit_application",
        fits=lambda application: application.status in HAS_AGENT and bool(application.agent_name),
        make_form=checked(CheckedForm),
        run=remove_agent,
        done=_("已解除代理；原查询码已失效，请重新打印回执交申请人。"),
    ),
    "code": Verb(
        title=_("补交信用代码"),
        button=_("保存代码"),
        permission="applications.submit_application",
        fits=lambda application: is_living(application) and lacks_code(application),
        make_form=plain(CodeForm),
        run=supply_code,
        done=_("信用代码已登记。"),
    ),
    "hand-over": Verb(
        title=_("移交首问责任"),
        button=_("确认移交"),
        permission="applications.hand_over_application",
        fits=is_living,
        make_form=hand_over_form,
        run=hand_over_one,
        done=_("已移交。"),
    ),
    "take-back": Verb(
        title=_("结束移交"),
        button=_("交还原首问责任人"),
        permission="applications.hand_over_application",
        fits=lambda application: application.hand_overs.under_way().exists(),
        run=take_back_first,
        done=_("移交已结束，由原首问责任人继续负责。"),
    ),
}
