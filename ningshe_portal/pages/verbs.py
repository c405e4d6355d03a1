"""What can be done with a case on a page: one row for each verb, with its short form."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from crispy_forms.helper import FormHelper
from django import forms
from django.contrib import messages
from django.db import transaction
from django.utils.translation import gettext as _

from common.short_forms import ShortForm
from common.status import Refusal, TooEarly, WrongStatus


def bare():
    """Fields only: the page brings the tag, the token and the button."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    return helper


class VerbForm(ShortForm):
    """The few facts a verb asks for; by itself none."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = bare()


def plain(form_class):
    """A form that needs to know nothing of the case."""
    return lambda application, *data, **options: form_class(*data, **options)


@dataclass(frozen=True)
class Verb:
    """``fits`` tells from the case whether there is a button; the service decides.

    ``run`` is called with the case, ``by`` and what was filled in; ``hint`` says what will come of it.
    ``lead_on`` is called with the request and what ``run`` came to: the address to go on at; without it, the case.
    ``needs_phone``: it shows what is private in full, or says what only the applicant can say: a 查询码 is not enough.
    """

    title: str
    button: str
    fits: Callable
    run: Callable
    done: str
    permission: str = ""
    make_form: Callable = plain(VerbForm)
    hint: str = ""
    is_main: bool = False
    lead_on: Callable | None = None
    needs_phone: bool = False


def run_verb(request, verb, subject, form, *, by, is_offered=True):
    """``settle`` a row of a table."""
    run = partial(verb.run, subject, by=by)
    return settle(request, form, run, done=verb.done, lead_on=verb.lead_on, is_offered=is_offered)


def settle(request, form, run, *, done, lead_on=None, is_offered=True):
    """Do it, and say on the next page how it went; the address of that page, '' for where one came from.

    None where ``form`` stays: it has to be put right first, or what was written there came too late. What only
    a bare button or a choice came too late for is said on the next page. ``is_offered``: whether there is a button
    for it; else nothing is done, and the service only says why not.
    """
    if is_offered and not form.is_valid():
        return None
    try:
        outcome = run(**form.cleaned_data) if is_offered else _refuse(form, run)
    except Refusal as refusal:
        return say_why_not(request, form, refusal)
    messages.success(request, done)
    return lead_on(request, outcome) if lead_on else ""


def _refuse(form, run):
    """Raise what ``run`` raises, or ``WrongStatus`` where it would still be done: that is undone."""
    with transaction.atomic():
        if form.is_valid():
            run(**form.cleaned_data)
        raise WrongStatus(_("状态已变更，请核对后再操作。"))


def say_why_not(request, form, refusal):
    """On the form, None, where it stays; else on the next page, ''."""
    if is_worth_typing(form, refusal):
        form.add_error(None, str(refusal))
        return None
    messages.warning(request, str(refusal))
    return ""


def is_worth_typing(form, refusal):
    """Whether what was filled in can be put right or sent again, or was written: nobody writes it twice."""
    is_too_late = isinstance(refusal, WrongStatus) and not isinstance(refusal, TooEarly)
    return is_written(form) if is_too_late else bool(form.fields)


def is_written(form):
    """Whether there are words, pictures or a signature in it; what was only chosen is soon chosen again."""
    if form.files or ("uploaded" in form.fields and form["uploaded"].value()):
        return True
    words = [field for field in form.visible_fields() if isinstance(field.field, forms.CharField)]
    return any(field.value() not in (None, "", field.initial) for field in words)


def first_error(form):
    """One sentence about what the form lacks."""
    return next(error for errors in form.errors.values() for error in errors)


@dataclass(frozen=True)
class Panel:
    """A part of a page with a theme of its own. ``load`` gives what its template needs, None leaves it out."""

    template: str
    load: Callable


def load_panels(panels, *subject):
    """The templates and facts of those that have something to show."""
    loaded = ((panel.template, panel.load(*subject)) for panel in panels)
    return [(template, facts) for template, facts in loaded if facts is not None]
