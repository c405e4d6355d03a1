"""What is kept about somebody, as his page shows it and as he takes it along."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from applications.forms import CombinedForm, form_rows
from applications.forms.drafts import read_draft
from applications.models import Application
from applications.retention import RULES
from common.clock import LOCAL
from common.codes import mask_phone
from common.retention import Rule
from ningshe_portal.retention import CASES
from outbox.models import Channel, Message
from utilities.models import WorkOrder

from .access import materials_for, papers_for, ratings_for
from .masks import mask_phones
from .own_steps import list_steps

PAPERS: Rule = next(rule for rule in RULES if rule.code == "papers")
ID_NUMBER = "id_number"
RATING_LINK, LINK_LEFT_OUT = re.compile(r"https?://\S+?/rate/\S+"), _("（链接略）")


@dataclass(frozen=True)
class Person:
    """Who looks at his data: the contact proved by his phone, the agent, or somebody with a code."""

    phone: str = ""

    def is_contact_of(self, application):
        return bool(self.phone) and self.phone == application.contact_phone

    def is_agent_of(self, application):
        return (
            bool(self.phone) and self.phone == application.agent_phone and not self.is_contact_of(application)
        )

    def cases(self):
        return Application.objects.of_phone(self.phone).handed_in()

    def drafts(self):
        return Application.objects.of_phone(self.phone).drafts().online()


@dataclass(frozen=True)
class Kept:
    """Everything kept about one case that this person may see."""

    application: Application
    blocks: list
    orders: list
    reveals: list
    messages: list
    notes: list
    ratings: list
    steps: dict  # see own_steps
    papers: list
    materials: list
    may_take_files: bool
    kept_until: object
    papers_until: object


def load_kept(application, viewer, person):
    """``viewer``: as whom the case is looked at; a guest sees phones masked, he may be anybody with the code."""
    requests = list(application.requests.all())
    shown = mask_phones(application) if viewer.is_guest else application
    orders = (
        WorkOrder.objects.of_application(application).select_related("provider", "request").order_by("pk")
    )
    ended = application.ended_at
    return Kept(
        application=application,
        blocks=form_rows(shown, requests),
        orders=list(orders),
        reveals=list(application.reveals.all()),
        messages=messages_about(application, viewer),
        notes=list(application.notes.for_applicant()),
        ratings=list(ratings_for(viewer, application).select_related("provider")),
        steps=list_steps(application, viewer),
        papers=list(papers_for(viewer, application)),
        materials=list(materials_for(viewer, application).with_file()),
        may_take_files=not viewer.is_guest,
        kept_until=CASES.keeps.last_day(ended) if ended else None,
        papers_until=PAPERS.keeps.last_day(ended) if ended else None,
    )


def messages_about(application, viewer):
    """The texts sent to the present contact and agent about this case, as long as they are kept.

    Of a rating a guest reads nothing, and nobody the link: a copy is drawn at the window or left lying about.
    """
    phones = {application.contact_phone, application.agent_phone} - {""}
    sent = Message.objects.filter(channel=Channel.SMS, about=application.number, recipient__in=phones)
    if not viewer.is_proved:
        sent = sent.exclude(kind__startswith="rating.")
    texts = list(sent.exclude(body=b"").order_by("pk"))
    for text in texts:
        text.said = RATING_LINK.sub(str(LINK_LEFT_OUT), text.text)
        text.shown_to = mask_phone(text.recipient)
    return texts


def facts_of(kept, *, is_contact):
    """The same as plain JSON with Chinese names. An identity number in full only to the contact himself."""
    application = kept.application
    facts = {
        "办件编号": application.number,
        "状态": application.get_status_display(),
        "申请渠道": application.get_channel_display(),
        "填报内容": list(map(_block_facts, kept.blocks)),
        "提交时间": _moment(application.submitted_at),
        "受理时间": _moment(application.accepted_at),
        "结束时间": _moment(application.ended_at),
        "同意提供信息": {
            "接收单位": application.consent.get("receivers", []),
            "撤回同意时间": _moment(application.consent_withdrawn_at),
        },
        "已提供给": list(map(_order_facts, kept.orders)),
        "查看记录": [
            {"时间": _moment(seen.at), "查看人所属": seen.side, "内容": seen.get_what_display()}
            for seen in kept.reveals
        ],
        "短信": [
            {
                "时间": _moment(text.sent_at or text.created_at),
                "号码": text.shown_to,
                "内容": text.said,
            }
            for text in kept.messages
        ],
        "留言": [
            {"时间": _moment(note.at), "留言人": note.actor_name, "内容": note.body} for note in kept.notes
        ],
        "评价": [
            {
                "时间": _moment(row.rated_at),
                "对象": row.subject,
                "评价": str(row.get_grade_display()),
                "意见": row.words,
                "公开姓名": row.is_named,
            }
            for row in kept.ratings
        ],
        **kept.steps,
        "材料": [{"名称": row.name, "上传时间": _moment(row.added_at)} for row in kept.materials],
        "文书": [
            {"名称": str(row.get_kind_display()), "出具时间": _moment(row.issued_at)} for row in kept.papers
        ],
    }
    return facts | ({"证件号码": application.id_number} if is_contact and application.id_number else {})


def draft_facts(draft, *, is_contact):
    """What was typed so far, in the words of the form."""
    fields = CombinedForm(application=draft, channel=draft.channel).fields
    typed = {name: texts for name, texts in draft.draft.items() if is_contact or name != ID_NUMBER}
    return {
        "保存时间": _moment(draft.saved_at),
        "填报内容": {
            str(fields[name].label or name): value for name, value in read_draft(fields, typed).items()
        },
        "材料": [row.name for row in draft.materials.with_file()],
    }


def _block_facts(block):
    cells = {str(cell.label): _cell_text(cell) for row in block.rows for cell in row}
    return {"部分": str(block.title) or "申请人", "内容": cells}


def _cell_text(cell):
    ticked = "、".join(str(box.label) for box in cell.boxes if box.is_ticked)
    return ticked if cell.boxes else str(cell.text)


def _order_facts(order):
    return {
        "单位": order.provider.name,
        "事项": order.request.label,
        "送达": _moment(order.pushed_at),
        "对方系统读取": _moment(order.fetched_at),
        "查看": _moment(order.read_at),
    }


def _moment(moment):
    return moment.astimezone(LOCAL).isoformat(timespec="seconds") if moment else ""
