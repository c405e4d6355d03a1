from datetime import datetime

import pytest
from django.contrib.auth.models import Group

from accounts.roles import RoleName
from applications.silence import answer_silence
from applications.tests.factories import ApplicationFactory
from common import clock
from outbox.models import Message

from .factories import make_user

pytestmark = pytest.mark.django_db


def test_the_office_is_warned_of_silence_when_it_opens_not_at_midnight():
    make_user("13600001111").groups.add(Group.objects.get_or_create(name=RoleName.OFFICE)[0])
    ApplicationFactory(submitted_at=datetime(2026, 11, 23, 9, tzinfo=clock.LOCAL))

    with clock.moved_to(datetime(2026, 11, 26, 0, 2, tzinfo=clock.LOCAL)):
        answer_silence()

    sms = Message.objects.get(kind="application.silence_warned")
    assert (sms.recipient, sms.not_before) == (
        "13600001111",
        datetime(2026, 11, 26, 9, 0, tzinfo=clock.LOCAL),
    )
