"""What a walk looks at in the end: papers, messages, dates, and that nothing was lost."""

import re
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from applications.models import Application, PaperKind, Status
from applications.tests.typed_form import typed_form
from common import clock
from district.services import load_calendar
from milestones.models import MilestoneStatus
from milestones.tests.recount import check_everything
from ningshe_portal.tests.sheets import check_sheets
from outbox.models import Channel, Message
from utilities.models import WorkOrder

OVER = {Status.FINISHED, Status.REFUSED, Status.WITHDRAWN, Status.TERMINATED}


def papers_of(case):
    """The kinds of the papers that hold, in the order they were issued; see ``check_sheets`` for those of the crews."""
    return [paper.kind for paper in case.papers.valid().exclude(kind=PaperKind.ORDER)]


def texts_to(phone):
    """What was sent to a phone by SMS, the oldest first."""
    return list(
        Message.objects.filter(channel=Channel.SMS, recipient=phone)
        .order_by("pk")
        .values_list("kind", flat=True)
    )


def told(provider):
    """The types of the events a provider was sent, the oldest first."""
    return list(
        Message.objects.filter(endpoint=provider.endpoint).order_by("pk").values_list("kind", flat=True)
    )


def check_sound(case):
    """Every date recounts, every clock has one holder, an ended case runs no clock, no order was left out."""
    case.refresh_from_db()
    check_everything(case, load_calendar(), clock.today())
    check_sheets(case)
    orders = WorkOrder.objects.of_application(case)
    assert sorted(order.event_seq for order in orders if order.event_seq < 1) == []
    if case.status in OVER:
        assert case.ended_at is not None
        assert not case.milestones.filter(status=MilestoneStatus.RUNNING).exists()
        assert not orders.living().exists()
        assert not case.requests.filter(status__in=["pending", "open"]).exists()


def receive_paper(client, **facts):
    """The quick receipt of a clerk, by its page."""
    return _taken_in(client.post("/window/receive/", {"token": str(uuid4())} | facts))


def enter_paper_late(client, **facts):
    """The late entry of a clerk, by its page, with a scan; None where it was refused."""
    scan = SimpleUploadedFile("scan.pdf", b"%PDF-1.4\n%%EOF\n")
    return _taken_in(client.post("/window/late/", {"token": str(uuid4()), "photo": scan} | facts))


def numbers_in(browser, queue):
    """The cases of one queue of the desk, as its page lists them."""
    page = browser.get("/window/", {"queue": queue}).content.decode()
    return re.findall(r'class="figures" href="/window/(NH[^/]+)/"', page)


def _taken_in(answer):
    if answer.status_code != 302:
        return None
    return Application.objects.get(number=answer["Location"].split("/")[2])


def type_in(client, case, **changes):
    """The whole form of a case that was taken in, typed and handed in at the window."""
    form = f"/window/new/?draft={case.token}"
    assert form in client.get(f"/window/{case.number}/").content.decode()
    own = {"token": str(case.token), "action": "submit"}
    assert client.post(form, dict(typed_form(**changes).lists()) | own).status_code == 302
