"""What is written in one case of the demo: messages, an urging, a complaint that has its answer."""

from accounts.actors import APPLICANT
from accounts.models import User
from applications.models import APPLICANT_SIDE, WINDOW_SIDE, NoteAudience, provider_side
from applications.services import mark_notes_read, write_note
from common import clock
from oversight.models import ComplaintKind
from oversight.services import answer_complaint, file_complaint
from utilities.models import WorkOrder


def write_messages(story, application):
    """Power asks and is answered, the window has something to read, gas is urged."""
    order = WorkOrder.objects.get(request__application=application, request__service="power")
    office = User.objects.get(username="office")
    with clock.moved_to(story.at(1, 16)):
        first = write_note(
            application, body="配电室钥匙在门卫处，来前请打电话。", by=APPLICANT, request=order.request
        )
    with clock.moved_to(story.at(2, 9)):
        mark_notes_read(
            [(first, provider_side(order.provider_id)), (first, WINDOW_SIDE)], by=order.handler_name
        )
        answer = _of_crew(order, "好的，明天上午九点到。")
        _of_crew(order, "院内路由图与现场不符，请窗口联系申请人补图。", audience=NoteAudience.STAFF)
        complaint = _file(application, ComplaintKind.COMPLAINT, "咨询电话两天没有人接。", service=None)
    with clock.moved_to(story.at(2, 15)):
        mark_notes_read([(answer, APPLICANT_SIDE)], by=APPLICANT)
        answer_complaint(complaint, answer="已核实：电话线路故障，现已修复，向您致歉。", by=office)
    with clock.moved_to(story.at(3, 9)):
        write_note(application, body="燃气公司一直没有联系我们，请帮忙问一下。", by=APPLICANT)
        _file(application, ComplaintKind.URGE, "请尽快安排踏勘。", service="gas")


def _of_crew(order, body, **facts):
    by = User.objects.get(username=order.provider.code)
    said = {"body": body, "by": by, "request": order.request, "for_provider": str(order.provider)}
    return write_note(order.application, **said, **facts)


def _file(application, kind, text, *, service):
    request = application.requests.get(service=service) if service else None
    return file_complaint(application, kind=kind, text=text, request=request, by=APPLICANT)
