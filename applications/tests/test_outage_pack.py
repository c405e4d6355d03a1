"""The outage pack: an empty form and receipts numbered through, no number ever twice."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError

from applications import outage_pack
from applications.emergency_numbers import number_of, serial_of
from applications.models import Paper
from applications.outage_pack import number_receipts
from common.codes import BadCode

MARKS = "YJ000042-2"


def test_the_number_has_a_check_figure():
    assert number_of(42) == MARKS


@pytest.mark.parametrize("typed", [MARKS, "yj000042-2", " ＹＪ０００042－2 ", "0000422", "YJ 000042 2"])
def test_a_number_is_read_however_it_was_typed(typed):
    assert serial_of(typed) == 42


@pytest.mark.parametrize(
    "typed", ["YJ000043-2", "YJ000024-2", "YJ42-2", "NH20261123000042", "", "YJ000042-22222"]
)
def test_a_wrong_figure_is_noticed(typed):
    with pytest.raises(BadCode):
        serial_of(typed)


@pytest.mark.django_db
def test_the_next_pack_goes_on_where_the_last_one_ended():
    serials = [paper.serial for paper in number_receipts(2) + number_receipts(3)]

    assert serials == [1, 2, 3, 4, 5]
    assert Paper.objects.values("code").distinct().count() == 5
    assert not Paper.objects.in_turn().exists()


@pytest.mark.django_db
def test_numbers_another_pack_has_just_taken_are_not_printed_again(monkeypatch):
    tries = []

    def taken_once(count):
        tries.append(count)
        if len(tries) == 1:
            raise IntegrityError
        return "numbered"

    monkeypatch.setattr(outage_pack, "_number_receipts", taken_once)

    assert (number_receipts(2), tries) == ("numbered", [2, 2])


@pytest.mark.django_db
def test_the_command_writes_one_pdf(tmp_path):
    target = tmp_path / "pack.pdf"

    call_command("print_outage_pack", count=3, out=target, stdout=StringIO())

    assert target.read_bytes().startswith(b"%PDF-")
    assert Paper.objects.emergency().count() == 3


@pytest.mark.django_db
@pytest.mark.parametrize(("count", "folder"), [(0, "."), (201, "."), (1, "missing")])
def test_what_cannot_be_printed_uses_up_no_number(tmp_path, count, folder):
    with pytest.raises(CommandError):
        call_command("print_outage_pack", count=count, out=tmp_path / folder / "pack.pdf")

    assert not Paper.objects.exists()
