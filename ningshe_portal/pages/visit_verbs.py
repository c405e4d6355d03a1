"""How the verbs of visits are called from a page of the case: the form names the visit or the order."""

from inspections.services import (
    answer_counter,
    arrange_visit,
    cancel_visit,
    confirm_visit,
    fix_visit,
    wish_day,
)
from milestones.services import rejoin, split_off

from . import visit_forms as forms
from .visit_cards import load_open_visits


def of_visit(verb):
    """A verb of a visit, run for the one the form named."""
    return lambda application, *, visit, **said: verb(visit, **said)


confirm = of_visit(confirm_visit)
wish = of_visit(wish_day)
fix = of_visit(fix_visit)
cancel = of_visit(cancel_visit)
answer = of_visit(answer_counter)


def arrange(application, *, kind, by):
    arrange_visit(application, kind, by=by)


def leave(application, *, order, kind, reason, by):
    split_off(order, kind, reason=reason, by=by)


def join(application, *, order, kind, by):
    rejoin(order, kind, by=by)


def confirm_by_phone(application, *, visit, name, by):
    confirm_visit(visit, by=by, name=name)


def meant(application, may):
    """The open visits a verb fits: ``may`` tells of one."""
    return [visit for visit in load_open_visits(application) if may(visit)]


def any_visit(visit):
    return True


def is_joint(visit):
    """Of one order there is nothing to give up: it would need another day at once."""
    return visit.is_joint


def form_for(form_class, may):
    return lambda application, *data, **options: form_class(*data, visits=meant(application, may), **options)


def some(may):
    """Whether a verb fits any visit of a case."""
    return lambda application: bool(meant(application, may))


def step_form(form_class, steps):
    return lambda application, *data, **options: form_class(*data, steps=steps(application), **options)


def arrange_form(application, *data, **options):
    return forms.ArrangeForm(*data, kinds=forms.kinds_to_arrange(application), **options)
