"""Papers of the demo that wait to be typed in: one from the quick receipt, one entered after a power cut."""

from datetime import timedelta
from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image

from applications.models import Application, Channel, Paper
from applications.outage_pack import number_receipts
from applications.services import enter_late, receive_application, void_receipts
from applications.services.intake import SCAN
from applications.uploads import add_material
from common import clock

PRINTED_BEFORE = timedelta(days=20)
PRINTED = 10


def play_received(story, token, moment):
    with clock.moved_to(moment):
        application = _lay_down(story, token)
        receive_application(application, by=story.clerk)
        _photograph(application, by=story.clerk)


def play_late(story, token, moment):
    """Taken in by hand at ``moment``, entered on the next working day."""
    with clock.moved_to(moment - PRINTED_BEFORE):
        receipts = list(Paper.objects.emergency().unused()) or _print_pack(story)
    with clock.moved_to(story.at(1, 9, 10)):
        application = _lay_down(story, token)
        _photograph(application, by=story.clerk)
        enter_late(
            application,
            serial=receipts[0].serial,
            received_at=moment,
            reason="线路检修停电，手工收件",
            by=story.clerk,
        )


def _print_pack(story):
    """The last one came out of the printer unreadable."""
    *receipts, spoiled = number_receipts(PRINTED)
    void_receipts(spoiled.serial, spoiled.serial, reason="打印不清", by=story.clerk)
    return receipts


def _lay_down(story, token):
    case = story.case
    typed = {"applicant_name": [case.name], "contact_phone": [case.phone]}
    return Application.objects.create(
        token=token,
        channel=Channel.WINDOW,
        clerk=story.clerk,
        applicant_name=case.name,
        contact_phone=case.phone,
        draft=typed | {"services": [part.service for part in case.parts]},
    )


def _photograph(application, *, by):
    picture = BytesIO()
    Image.new("L", (420, 594), "white").save(picture, "JPEG")
    add_material(application, SCAN, ContentFile(picture.getvalue(), "申请表.jpg"), by=by)
