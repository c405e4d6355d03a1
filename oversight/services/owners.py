"""How whoever owes something is told of it: a provider, an authority's people, or the office for all others."""

from approvals.models import Department
from utilities.push import tell_office, tell_staff, tell_user

from ..models import Owner


def tell_owner(duty, *, text, **told):
    """The office answers for everybody who has no desk here, so it hears of an authority's duties as well."""
    if duty.owner == Owner.PROVIDER:
        tell_staff(duty.provider, text=text, **told)
        return
    tell_officers(duty, text=text, **told)
    tell_office(text=text, **told)


def tell_officers(duty, **told):
    """The people of an authority that is entered under the name it was given at the meeting."""
    if duty.owner == Owner.DEPARTMENT:
        for department in Department.objects.filter(name=duty.department):
            tell_department(department, **told)


def tell_department(department, *, key, **told):
    for user in department.members.filter(is_active=True):
        tell_user(user, key=f"{key}:{user.pk}", **told)
