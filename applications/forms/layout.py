"""How the combined form is laid out: cards with a rail for the public page, dense and in the order of the
paper for the window."""

from dataclasses import dataclass

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Field, Fieldset, Layout, LayoutObject
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from .. import catalogue
from ..models import WISHES

IDENTITY = ("applicant_kind", "applicant_name", "credit_code", "no_code_reason", "id_type", "id_number")
CONTACT = ("contact_name", "contact_phone")
PLACE = ("address", "town", "survey_on", "survey_half", "project_code")
AGENT = ("agent_name", "agent_phone", "agent_capacity")
# Side by side where there is room; the order stays that of the keyboard.
HALVES = {
    "applicant_name": "wide",
    "credit_code": "organisation",
    "no_code_reason": "organisation",
    "id_type": "individual",
    "id_number": "individual",
    "address": "wide",
    "remark": "wide",
}


def extra_names():
    return tuple(extra.code for extra in catalogue.GENERAL_EXTRAS)


@dataclass(frozen=True)
class Card:
    """One card of the page. ``fields``: what has to be right for it to be complete."""

    code: str
    title: str
    fields: tuple = ()
    is_complete: bool = False
    is_optional: bool = False


def cards_of(form):
    """The cards in their order; one is complete when nothing in it is wrong or missing."""
    services = ("services", *(name for section in form.sections for name in section.names()))
    rows = [
        ("applicant", _("申请人"), IDENTITY + CONTACT, False),
        ("place", _("地点与踏勘"), PLACE, False),
        ("services", _("联合报装事项"), services, False),
        ("wishes", _("自主选择"), WISHES, True),
        ("extras", _("补充信息"), AGENT + extra_names(), True),
        ("materials", _("材料"), (), True),
        ("consent", _("告知同意"), ("consents_sharing",), False),
    ]
    return [
        Card(code, title, fields, _is_complete(form, fields), optional)
        for code, title, fields, optional in rows
    ]


def _is_complete(form, fields):
    return form.is_bound and not any(name in form.errors for name in fields) and any(map(form.typed, fields))


class Folded(LayoutObject):
    """Optional questions behind a summary line; open as soon as one of them is filled in or wrong."""

    def __init__(self, summary, names, css_class=""):
        self.summary, self.names = summary, names
        self.fields = [Div(*map(question, names), css_class=f"grid {css_class}")]

    def render(self, form, context, template_pack=None, **kwargs):
        is_open = any(name in form.errors or form[name].value() for name in self.names)
        return render_to_string(
            "applications/_folded.html",
            {
                "summary": self.summary,
                "content": self.get_rendered_fields(form, context, template_pack, **kwargs),
                "is_open": is_open,
            },
        )


def question(name, css_class=""):
    """One question in its column, or over both."""
    return Field(name, wrapper_class=" ".join(filter(None, ["cell", HALVES.get(name), css_class])))


def grid(*names):
    return Div(*map(question, names), css_class="grid")


def build_helper(form, *, dense):
    """The crispy helper; the template brings the ``<form>`` and its buttons."""
    helper = FormHelper()
    helper.form_tag = helper.disable_csrf = False
    helper.disable_csrf = True
    helper.layout = Layout(*(_dense_cards(form) if dense else _cards(form)))
    return helper


def card(code, title, *parts):
    return Fieldset(title, *parts, css_id=f"card-{code}", css_class="form-card")


def _cards(form):
    return [
        card("applicant", _("申请人"), grid(*IDENTITY, *CONTACT)),
        card("place", _("地点与踏勘"), grid(*PLACE)),
        card("services", _("联合报装事项"), _services(), *_sections(form)),
        card("wishes", _("自主选择（可不选）"), _part("_wishes_note.html"), *WISHES),
        card(
            "extras",
            _("补充信息（选填）"),
            Folded(_("代理人"), AGENT),
            Folded(_("其他有助于办理的信息"), extra_names()),
        ),
        card("materials", _("材料（可稍后补交）"), _part("_materials.html")),
        card("consent", _("告知同意"), _part("_consent.html"), "consents_sharing"),
    ]


def _dense_cards(form):
    """The order of the paper form, everything open but what the paper does not have."""
    return [
        card("applicant", _("申请单位"), grid(*IDENTITY), _part("_known.html")),
        card(
            "place",
            _("地址与联系人"),
            grid("address", "town", "survey_on", "survey_half", *CONTACT, "project_code"),
        ),
        card("services", _("联合报装事项"), _services(), *_sections(form)),
        card("wishes", _("自主选择、告知同意"), *WISHES, _part("_consent.html"), "consents_sharing"),
        card("extras", _("补充信息"), Folded(_("代理人"), AGENT), Folded(_("其他信息"), extra_names())),
    ]


def _services():
    return Field("services", template="applications/_service_cards.html")


def _part(template):
    return HTML("{% include 'applications/" + template + "' %}")


def _sections(form):
    return [_section(section) for section in form.sections]


def _section(section):
    """The questions of one service; folded away by the script until its card is ticked.

    What only one business type is asked follows the type; the script shows it with that type alone.
    """
    of_business = section.names_of_business()
    extras = [section.name(extra.code) for extra in section.entry.extras if not extra.businesses]
    first, *asked = [name for name in section.names() if name not in {*extras, *of_business}]
    more = [Folded(_("更多信息（选填）"), extras)] if extras else []
    bound = [
        question(name, " ".join(["of-business", *(f"of-{business}" for business in businesses)]))
        for name, businesses in of_business.items()
    ]
    return Fieldset(
        section.entry.title,
        Div(question(first), *bound, *map(question, asked), css_class="grid"),
        *more,
        css_id=f"section-{section.entry.code}",
        css_class=f"service-section service-{section.entry.code}",
        data_service=section.entry.code,
    )
