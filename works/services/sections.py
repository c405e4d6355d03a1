"""A stretch of road is one row, whoever names it. Of different words on it the strictest stands."""

from django.db import transaction
from django.utils.translation import gettext as _

from applications.models import Application, Status
from applications.services import lock
from common import clock
from common.sweeps import sweep
from milestones.services import BadReport

from ..models import PartStatus, RoadSection, SectionWord
from ..signals import section_changed
from ..stretches import section_key
from ..strictest import DECIDING, RULES, list_differences, strictest

NAMES = ("street", "from_point", "to_point")


def lock_section(section_id):
    """Everything about the trenches of one section goes through here, one after the other."""
    return RoadSection.objects.select_for_update(no_key=True).get(pk=section_id)


def lock_sections(keys):
    """Several of them, by everybody in the same direction."""
    for key in sorted(set(keys)):
        lock_section(key)


@transaction.atomic
def take_section(order, **said):
    """The stretch the provider of ``order`` names, and what it says of it. Raises ``BadReport``."""
    application = lock(order.request.application)
    yard_of = _yard_of(application, said)
    return name_section(town=application.town, provider=order.provider, yard_of=yard_of, **said)


def take_at_once(order, **said):
    """The stretch a crew names in an emergency: what is known of it stands, a new one is as the crew says.

    What is written down in haste does not replace what anybody has said with care. Raises ``BadReport``.
    """
    key = _key(order.application, said, _yard_of(order.application, said))
    return RoadSection.objects.filter(key=key).first() or take_section(order, **said)


def _yard_of(application, said):
    """The case, where the stretch lies within its plot: somebody of the case has said so, or does now and means no
    road the case knows already.
    """
    rows = RoadSection.objects.filter(key__in=[_key(application, said, yard) for yard in (application, None)])
    if rows.filter(yard_of=application).exists():
        return application
    is_known_road = rows.filter(routes__part__plan__application=application).exists()
    return application if said.get("is_inside_plot") and not is_known_road else None


def _key(application, said, yard_of):
    names = (said[name] for name in NAMES)
    return section_key(application.town_id, *names, yard_of.pk if yard_of else None)


@transaction.atomic
def take_sections(order, stretches):
    """Several at once, in the order given. Two who name the same must not wait for each other: those that are there
    are locked as everybody locks them, the others are made in the order of their names. Raises ``BadReport``.
    """
    application = lock(order.request.application)
    keys = [_key(application, said, _yard_of(application, said)) for said in stretches]
    lock_sections(RoadSection.objects.filter(key__in=keys).values_list("pk", flat=True))
    places = sorted(range(len(keys)), key=keys.__getitem__)
    taken = {place: take_section(order, **stretches[place]) for place in places}
    return [taken[place] for place in range(len(keys))]


@transaction.atomic
def name_section(*, town, street, from_point, to_point, provider=None, yard_of=None, **facts):
    """The section of this name, made where there is none; of two who name it at once both get the one row.

    ``yard_of``: the case within whose plot it lies.

    What ``provider`` says takes the place of what it said before; where providers differ the strictest of their
    words stands, until the office has corrected it. Raises ``BadReport``.
    """
    _check(facts)
    names = {"street": street.strip(), "from_point": from_point.strip(), "to_point": to_point.strip()}
    key = section_key(town.pk, *names.values(), yard_of and yard_of.pk)
    made = {"town": town, "yard_of": yard_of, **names, **facts}
    section, is_new = RoadSection.objects.get_or_create(key=key, defaults=made)
    if is_new:
        section.words.create(provider=provider, **facts)
    else:
        section = _take_word(section, provider, facts)
    return section


@transaction.atomic
def correct_section(section, facts, *, by):
    """The office has looked at it: this stands now, whatever was said before."""
    before = lock_section(section.pk)
    _keep(before, facts, corrected_at=clock.now(), corrected_by=str(by), differs_since=None)
    return before


def follow_changes(*, by):
    """Tell the cases on sections whose deciding facts are otherwise by now, one after the other."""
    sweep(RoadSection.objects.exclude(changed_at=None), lambda section: _follow(section, by=by))


def _follow(section, *, by):
    confirmed = {"plans__parts__status": PartStatus.CONFIRMED, "plans__parts__routes__section": section}
    cases = Application.objects.filter(status=Status.ACCEPTED, **confirmed)
    sweep(cases.distinct().order_by("pk"), lambda case: _tell(case, section, by=by))
    RoadSection.objects.filter(pk=section.pk, changed_at=section.changed_at).update(changed_at=None)


@transaction.atomic
def _tell(application, section, *, by):
    application, at = lock(application), clock.now()
    application.record("plan.section_changed", by=by, at=at, text=str(section))
    section_changed.send(RoadSection, section=section, application=application, by=by, at=at)


def _check(facts):
    today = clock.today()
    if any((facts.get(name) or today) > today for name in ("built_on", "overhauled_on")):
        raise BadReport(_("道路建成、大修的日期不能晚于今天。"))


def _take_word(section, provider, facts):
    word = section.words.filter(provider=provider).first()
    if word and all(getattr(word, name) == value for name, value in facts.items()):
        return section
    section = lock_section(section.pk)
    if not section.words.exists():  # from the time before anybody's word was kept
        section.words.create(**{name: getattr(section, name) for name in RULES})
    section.words.update_or_create(provider=provider, defaults={**facts, "said_at": clock.now()})
    _settle(section)
    return section


def _settle(section):
    """What stands now; what the office has corrected only gains what was not known."""
    words = list(section.words.order_by("pk"))
    facts = strictest(words)
    if section.corrected_at:
        facts = {name: value for name, value in facts.items() if getattr(section, name) is None}
        words = [word for word in words if word.said_at > section.corrected_at]
    stands = SectionWord(**{name: getattr(section, name) for name in RULES} | facts)
    differs = any(list_differences(word, stands) for word in words)
    _keep(section, facts, differs_since=(section.differs_since or clock.now()) if differs else None)


def _keep(section, facts, **moments):
    if any(getattr(section, name) != facts[name] for name in DECIDING if name in facts):
        moments["changed_at"] = clock.now()
    for name, value in {**facts, **moments}.items():
        setattr(section, name, value)
    section.save(update_fields=[*facts, *moments])
