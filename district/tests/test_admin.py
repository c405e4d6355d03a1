"""The desk of the administrator: towns, notices with their days, the import of a year, office hours."""

import io
from datetime import date, time

import pytest
from django.contrib.admin import site
from django.urls import reverse

from district.models import CalendarDay, HolidayNotice, OfficeHours, Town
from district.notices import Kind
from district.services import import_year

pytestmark = pytest.mark.django_db
IMPORT = "admin:district_holidaynotice_import"


@pytest.fixture
def notice(days_2027, heard, admin_user):
    notice = import_year(2027, days_2027, by=admin_user)
    heard.clear()
    return notice


def csv_file(text):
    file = io.BytesIO(text.encode())
    file.name = "2027.csv"
    return file


def change_form(notice, **changes):
    """What the browser posts for a notice with its days as they are."""
    rows = list(notice.days.all())
    form = {"title": notice.title, "days-TOTAL_FORMS": len(rows) + 1, "days-INITIAL_FORMS": len(rows)}
    for number, row in enumerate(rows):
        form |= {f"days-{number}-id": row.pk, f"days-{number}-notice": notice.pk}
        form |= {
            f"days-{number}-day": row.day,
            f"days-{number}-kind": row.kind,
            f"days-{number}-name": row.name,
        }
    return form | {f"days-{len(rows)}-notice": notice.pk} | changes


@pytest.mark.parametrize("model", ["town", "holidaynotice", "officehours"])
@pytest.mark.parametrize("page", ["changelist", "add"])
def test_every_page_opens(model, page, admin_client):
    assert admin_client.get(reverse(f"admin:district_{model}_{page}")).status_code == 200


def test_the_list_leads_to_the_import(admin_client):
    page = admin_client.get(reverse("admin:district_holidaynotice_changelist"))

    assert reverse(IMPORT) in page.content.decode()


def test_a_year_is_imported_by_upload(admin_client, admin_user, csv_2027, heard):
    answer = admin_client.post(reverse(IMPORT), {"file": csv_file(csv_2027), "document_number": "甲"})

    notice = HolidayNotice.objects.get(year=2027)
    assert answer.url == reverse("admin:district_holidaynotice_change", args=[notice.pk])
    assert notice.document_number == "甲"
    assert heard == [({2027}, admin_user)]


def test_a_wrong_upload_shows_each_wrong_line(admin_client):
    answer = admin_client.post(reverse(IMPORT), {"file": csv_file("2027-01-01,rest\nx,rest\n2027-01-02,y\n")})

    assert answer.context["adminform"].form.errors["file"] == [
        "第 2 行：日期“x”无法识别，应写作 2027-01-01。",
        "第 3 行：类别“y”无法识别，应为 rest（放假）或 work（上班）。",
    ]
    assert not HolidayNotice.objects.filter(year=2027).exists()


def test_without_the_right_nothing_is_imported(client, django_user_model, csv_2027):
    client.force_login(django_user_model.objects.create(username="li", is_staff=True))

    answer = client.post(reverse(IMPORT), {"file": csv_file(csv_2027)})

    assert answer.status_code == 403
    assert not HolidayNotice.objects.filter(year=2027).exists()


def test_an_edited_day_is_announced(notice, admin_client, admin_user, heard):
    changes = {"days-5-day": "2027-02-06", "days-5-kind": "work", "days-5-name": "春节"}

    answer = admin_client.post(
        reverse("admin:district_holidaynotice_change", args=[notice.pk]), change_form(notice, **changes)
    )

    assert answer.status_code == 302
    assert notice.days.get(kind=Kind.WORK).day == date(2027, 2, 6)
    assert heard == [({2026, 2027}, admin_user)]


def test_a_new_title_alone_is_not_announced(notice, admin_client, heard):
    admin_client.post(
        reverse("admin:district_holidaynotice_change", args=[notice.pk]), change_form(notice, title="新标题")
    )

    notice.refresh_from_db()
    assert notice.title == "新标题"
    assert heard == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"days-5-day": "2027-02-08", "days-5-kind": "work"}, "2027-02-08 是星期一，本来就上班"),
        ({"days-5-day": "2028-02-08", "days-5-kind": "rest"}, "2028-02-08 不属于 2027 年的安排"),
        ({"days-0-DELETE": "on"}, "缺少法定节假日 2027-01-01"),
    ],
    ids=["working Monday", "another year", "holiday removed"],
)
def test_a_wrong_edit_is_refused_with_a_sentence(changes, sentence, notice, admin_client, heard):
    answer = admin_client.post(
        reverse("admin:district_holidaynotice_change", args=[notice.pk]), change_form(notice, **changes)
    )

    assert sentence in answer.content.decode()
    assert notice.days.count() == 5
    assert heard == []


def test_a_notice_without_its_holidays_cannot_be_added(admin_client):
    form = {"year": 2027, "title": "空", "days-TOTAL_FORMS": 0, "days-INITIAL_FORMS": 0}

    admin_client.post(reverse("admin:district_holidaynotice_add"), form)

    assert not HolidayNotice.objects.filter(year=2027).exists()


@pytest.mark.parametrize("model", [Town, HolidayNotice])
def test_towns_and_notices_are_never_deleted(model, admin_client):
    row = model.objects.first()

    answer = admin_client.post(
        reverse(f"admin:district_{model._meta.model_name}_delete", args=[row.pk]), {"post": "yes"}
    )

    assert answer.status_code == 403
    assert model.objects.filter(pk=row.pk).exists()


def test_the_last_office_hours_stay(admin_client):
    morning, afternoon = OfficeHours.objects.all()

    answers = [
        admin_client.post(reverse("admin:district_officehours_delete", args=[row.pk]), {"post": "yes"})
        for row in (morning, afternoon)
    ]

    assert [answer.status_code for answer in answers] == [302, 403]
    assert OfficeHours.objects.get() == afternoon


@pytest.mark.parametrize(
    ("opens_at", "closes_at", "sentence"),
    [
        ("11:00", "13:00", "与已有的办公时间重叠，请先修改原有的时段。"),
        ("20:00", "19:00", "下班时间必须晚于上班时间。"),
    ],
    ids=["overlap", "backwards"],
)
def test_wrong_office_hours_are_refused(opens_at, closes_at, sentence, admin_client):
    form = {"opens_at": opens_at, "closes_at": closes_at}

    answer = admin_client.post(reverse("admin:district_officehours_add"), form)

    assert answer.context["adminform"].form.non_field_errors() == [sentence]


def test_hours_after_the_last_may_be_added(admin_client):
    admin_client.post(reverse("admin:district_officehours_add"), {"opens_at": "17:00", "closes_at": "18:00"})

    assert OfficeHours.objects.filter(opens_at=time(17, 0)).exists()


def test_the_code_of_a_town_is_fixed_once_given(admin_client):
    town = Town.objects.get(code="120117110")

    admin_client.post(
        reverse("admin:district_town_change", args=[town.pk]),
        {"code": "120117999", "name": "七里海", "order": 1, "is_active": "on"},
    )

    town.refresh_from_db()
    assert (town.code, town.name) == ("120117110", "七里海")


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_notices_costs_the_same_for_any_number(count, rf, admin_user, django_assert_num_queries):
    CalendarDay.objects.all().delete()
    HolidayNotice.objects.filter(year__gt=2014 + count).delete()
    request = rf.get("/")
    request.user = admin_user

    # Count and rows: asked of the desk itself, for sessions and sign-in cost their own.
    with django_assert_num_queries(2):
        site._registry[HolidayNotice].changelist_view(request).render()
