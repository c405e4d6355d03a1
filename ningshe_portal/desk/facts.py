"""What a provider needs to know of applicant and site, and nothing more: no code, no identity number."""

from django.utils.translation import gettext as _

from applications.catalogue import GENERAL_EXTRAS
from common.codes import mask_phone
from ningshe_portal.pages.case_words import WISHES
from ningshe_portal.pages.temporary_forms import standing
from ningshe_portal.pages.window.facts import list_answers, list_service_facts, survey_text
from utilities.models import OrderStatus


def list_site_facts(order, *, shows_phone):
    """Pairs of label and value."""
    application = order.application
    shown = str if shows_phone else mask_phone
    pairs = [
        (_("申请单位（姓名）"), application.applicant_name),
        (_("申请地址"), application.address),
        (_("街镇（园区）"), application.town or ""),
        (_("预约踏勘时间"), survey_text(application)),
        *list_answers(GENERAL_EXTRAS, application.extras, shown),
        (
            _("自主选择"),
            "、".join(str(label) for name, label in WISHES.items() if getattr(application, name)),
        ),
    ]
    return [(str(label), value) for label, value in pairs if value]


def list_demand_facts(order):
    """What is applied for, and what was assessed at the survey."""
    facts = list_service_facts(order.request, order.assessed_demand)
    follow_up = getattr(order.request, "follow_up", None) if order.status == OrderStatus.CONNECTED else None
    return [*facts, (_("临时使用"), standing(follow_up))] if follow_up else facts


def list_contacts(order, *, shows_phone):
    """Whom to call on site: the contact, and the agent if there is one."""
    application = order.application
    people = [
        (_("联系人"), application.contact_name, application.contact_phone),
        (_("代理人"), application.agent_name, application.agent_phone),
    ]
    shown = str if shows_phone else mask_phone
    return [
        {"label": label, "name": name, "phone": shown(phone), "may_call": shows_phone}
        for label, name, phone in people
        if phone
    ]


def dispatch_text(order, station):
    """派工信息 for the chat of the crew; ``station``: the stage that runs, if any."""
    lines = [_("【派工】%(number)s %(label)s") % {"number": order.number, "label": order.request.label}]
    if station:
        due = station.deadline.due
        lines.append(f"{station.label}：" + (_("截止 %s") % due if due else station.word))
    lines += [
        f"{person['label']}：{person['name']} {person['phone']}"
        for person in list_contacts(order, shows_phone=True)
    ]
    facts = [*list_site_facts(order, shows_phone=True), *list_demand_facts(order)]
    lines += [f"{label}：{value}" for label, value in facts]
    return "\n".join(lines)
