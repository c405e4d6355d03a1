"""What was still missing when a permit was accepted or decided is added; nothing that stands is overwritten."""

from django.utils.translation import gettext as _

from common import clock

from ..models import Permit
from .deciding import check_valid_until
from .filing import record_number
from .telling import tell_of_change


def fill_number(permit, number, *, by):
    """The number of 政务一网通, where there is none yet; also after the decision.

    Whoever calls holds the lock on the case.
    """
    if not number or permit.external_number:
        return permit
    return record_number(permit, number, by=by)


def complete_permit(permit, said, *, by):
    """Add to a decision what of ``said`` it lacks. Raises ``BadDecision``; whoever calls holds the lock on the case.

    ``valid_until`` that is over already is followed by the next sweep, as if it had come with the decision.
    """
    news = {name: value for name, value in said.items() if value and not getattr(permit, name)}
    if not news:
        return permit
    check_valid_until(news.get("valid_until"), clock.local_date(permit.decided_at))
    Permit.objects.filter(pk=permit.pk).update(**news)
    for name, value in news.items():
        setattr(permit, name, value)
    text = f"{permit.title} {_list_facts(news)}"
    permit.application.record("permit.completed", by=by, text=text, permit=permit.number)
    tell_of_change(permit.application)
    return permit


def _list_facts(news):
    return _("；").join(
        f"{Permit._meta.get_field(name).verbose_name} {value}" for name, value in news.items()
    )
