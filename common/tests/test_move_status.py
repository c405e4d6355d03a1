"""``move`` is the only code that sets a status, and of two at once the second loses."""

import pytest
from django.db import connection, models
from django.test.utils import isolate_apps

from common.status import WrongStatus, move


class Status(models.TextChoices):
    PACKED = "packed", "已打包"
    SENT = "sent", "已发出"
    LOST = "lost", "已遗失"


@pytest.fixture
def parcel_model(db):
    with isolate_apps("common"):

        class Parcel(models.Model):
            MOVES = {Status.PACKED: {Status.SENT}}

            status = models.CharField(max_length=10, choices=Status.choices)
            carrier = models.CharField(max_length=10, default="")

            class Meta:
                app_label = "common"

            def __str__(self):
                return "包裹"

        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE TABLE common_parcel (id integer PRIMARY KEY, status varchar(10), carrier varchar(10))"
            )
        yield Parcel


@pytest.fixture
def parcel(parcel_model):
    return parcel_model.objects.create(pk=1, status=Status.PACKED)


def test_a_move_is_saved_with_its_fields(parcel):
    move(parcel, Status.SENT, carrier="邮政")

    assert (parcel.status, parcel.carrier) == (Status.SENT, "邮政")
    parcel.refresh_from_db()
    assert (parcel.status, parcel.carrier) == (Status.SENT, "邮政")


def test_a_move_not_in_the_table_is_refused_with_a_sentence(parcel):
    with pytest.raises(WrongStatus) as error:
        move(parcel, Status.LOST)

    assert str(error.value) == "包裹：当前状态不能变更为“已遗失”，可能其他工作人员已处理，请刷新后查看。"
    assert parcel.status == Status.PACKED


def test_nothing_leaves_a_status_without_moves(parcel_model):
    parcel = parcel_model.objects.create(pk=2, status=Status.LOST)

    with pytest.raises(WrongStatus):
        move(parcel, Status.SENT)


def test_the_second_of_two_loses_and_changes_nothing(parcel, parcel_model):
    stale = parcel_model.objects.get(pk=parcel.pk)
    move(parcel, Status.SENT, carrier="邮政")

    with pytest.raises(WrongStatus):
        move(stale, Status.SENT, carrier="顺丰")

    assert parcel_model.objects.get(pk=parcel.pk).carrier == "邮政"


def test_only_the_row_itself_moves(parcel, parcel_model):
    other = parcel_model.objects.create(pk=2, status=Status.PACKED)

    move(parcel, Status.SENT)

    other.refresh_from_db()
    assert other.status == Status.PACKED
