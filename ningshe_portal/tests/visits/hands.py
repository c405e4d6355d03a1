"""What is done about a visit by hand, by its crew and its applicant."""

import base64
from datetime import date
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from inspections.models import Visit
from utilities.models import WorkOrder

TUESDAY, THURSDAY = date(2026, 11, 24), date(2026, 11, 26)


def order_of(case, service="water"):
    return WorkOrder.objects.get(request__application=case, request__service=service)


def crew_of(client, order):
    client.force_login(order.provider.members.get().user)
    return client


def say(client, case, name, **said):
    return client.post(f"/case/{case.number}/{name}/", {"visit": Visit.objects.last().pk} | said, follow=True)


def drawn():
    picture = Image.new("RGB", (64, 24), "white")
    picture.putpixel((5, 5), (0, 0, 0))
    file = BytesIO()
    picture.save(file, "PNG")
    return f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"


def photo(name, colour="green"):
    file = BytesIO()
    Image.new("RGB", (40, 30), colour).save(file, "JPEG")
    return SimpleUploadedFile(name, file.getvalue(), "image/jpeg")
