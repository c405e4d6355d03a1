"""Form, checks, requests and review come from the catalogue: a fifth service is one more entry."""

import pytest

from applications.catalogue import SERVICES, Carrier, Extra, Option, Service
from applications.forms import CombinedForm, form_rows
from applications.models import Application

from .typed_form import typed_form

pytestmark = pytest.mark.django_db

HEATING = Service(
    code="heating",
    letter="H",
    label="用热",
    businesses=(Option("new", "新开户"),),
    business_label="业务类型",
    demand_label="供热面积",
    unit="平方米",
    purposes=(Option("floor", "地暖"), Option("radiator", "暖气片")),
    purposes_label="采暖方式",
    carriers=(Carrier("north", "北站", "H1"), Carrier("south", "南站", "H2")),
    extras=(Extra("floors", "层数", kind="number"),),
)


@pytest.fixture(autouse=True)
def heating(monkeypatch):
    monkeypatch.setitem(SERVICES, "heating", HEATING)


def test_a_fifth_service_has_its_fields_and_its_section():
    form = CombinedForm()

    assert [name for name in form.fields if name.startswith("heating")] == [
        "heating-business",
        "heating-demand",
        "heating-unknown",
        "heating-purposes",
        "heating-carriers",
        "heating-floors",
    ]
    assert ("heating", "用热") in form.fields["services"].choices


def test_a_fifth_service_is_checked_like_the_others():
    form = CombinedForm(
        typed_form(
            services=["heating", "power"],
            heating__demand="-1",
            water__business=None,
            water__demand=None,
            water__purposes=None,
        )
    )

    assert form.errors == {
        "heating-business": ["请选择业务类型。"],
        "heating-demand": ["须大于 0。"],
        "heating-carriers": ["请选择运营商，可多选。"],
    }


def test_a_fifth_service_is_saved_and_shown():
    answers = {
        "services": ["heating"],
        "heating-business": "new",
        "heating-demand": "90",
        "heating-purposes": ["floor"],
        "heating-carriers": ["south"],
        "heating-floors": "2",
    }
    form = CombinedForm(typed_form(**answers))
    assert form.is_valid(), form.errors

    application = form.save()

    row = application.requests.get()
    assert (row.service, row.carrier, row.extras) == ("heating", "south", {"floors": "2"})
    block = form_rows(Application.objects.get(pk=application.pk))[1]
    assert (block.title, block.rows[1][0].text) == ("用热报装", "90 平方米")
