"""What can be done with a case on a page: one row for each verb, with its short form."""

from collections.abc import Callable
from dataclasses import dataclass

from crispy_forms.helper import FormHelper
from django.contrib import messages

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


def run_verb(request, verb, subject, form, *, by):
    """Do it, and say on the next page how it went; the address of that page, '' for the case itself.

    None where ``form`` has to be put right first: nothing typed is lost. What comes too late, or was done by
    a bare button, is said on the next page: nothing typed could change it.
    """
    if not form.is_valid():
        return None
    try:
        outcome = verb.run(subject, by=by, **form.cleaned_data)
    except Refusal as refusal:
        return _refused(request, form, refusal)
    messages.success(request, verb.done)
    return verb.lead_on(request, outcome) if verb.lead_on else ""


def _refused(request, form, refusal):
    if is_worth_typing(form, refusal):
        form.add_error(None, str(refusal))
        return None
    messages.warning(request, str(refusal))
    return ""


def is_worth_typing(form, refusal):
    """Whether what was typed can be put right, or sent again; else it came too late, whatever it says."""
    is_too_late = isinstance(refusal, WrongStatus) and not isinstance(refusal, TooEarly)
    return bool(form.fields) and not is_too_late


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
