"""A stretch of road is one row, whoever names it."""

from django.utils.translation import gettext as _

from common import clock
from milestones.services import BadReport

from ..models import RoadSection
from ..stretches import section_key

# What nobody knew when the stretch was first named, the next one may add.
FILLED_IN = ("built_on", "overhauled_on", "backfilled_on", "dig_cost", "road_cost", "green_cost")


def take_section(*, town, street, from_point, to_point, **facts):
    """The section of this name, made where there is none; of two who name it at once both get the one row.

    What is known of it already stands: ``facts`` only fill in what was left open. Raises ``BadReport``.
    """
    _check(facts)
    names = {"street": street.strip(), "from_point": from_point.strip(), "to_point": to_point.strip()}
    key = section_key(town.pk, *names.values())
    section, is_new = RoadSection.objects.get_or_create(key=key, defaults={"town": town, **names, **facts})
    if not is_new:
        _fill_in(section, facts)
    return section


def _check(facts):
    today = clock.today()
    if any((facts.get(name) or today) > today for name in ("built_on", "overhauled_on")):
        raise BadReport(_("道路建成、大修的日期不能晚于今天。"))


def _fill_in(section, facts):
    added = {
        name: facts[name]
        for name in FILLED_IN
        if getattr(section, name) is None and facts.get(name) is not None
    }
    for name, value in added.items():
        setattr(section, name, value)
    if added:
        section.save(update_fields=[*added])
