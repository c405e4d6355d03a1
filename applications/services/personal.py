"""Personal data: who saw it in full."""

from django.db import transaction

from accounts.roles import role_title
from common import clock


@transaction.atomic
def reveal(application, what, *, by, side=""):
    """Keep that ``by`` sees in full what lists show masked; once a day, person and kind.

    ``side``: the provider he belongs to, by default his role. That is what the applicant is told.
    """
    of_today = application.reveals.filter(what=what, actor=by, at__gte=clock.midnight(clock.today()))
    if of_today.exists():
        return
    roles = "、".join(role_title(name) for name in sorted(by.roles))
    application.reveals.create(what=what, actor=by, actor_name=str(by), side=(side or roles)[:80])
