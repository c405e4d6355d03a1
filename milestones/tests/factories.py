"""The smallest valid rows of this app; they call no service."""

from datetime import date

import factory

from milestones.models import TimeLimit
from milestones.stages import Stage


class TimeLimitFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TimeLimit

    stage = Stage.SURVEY
    service = "water"
    days = 1
    source = "示例"
    valid_from = date(2020, 1, 1)


DEMO_LIMITS = [
    # stage, service, variant, outside works, days
    ("intake", "", "", None, 1),
    ("acknowledge", "", "", None, 1),
    ("survey", "water", "", False, 1),
    ("survey", "water", "", True, 2),
    ("survey", "power", "low", False, 1),
    ("survey", "power", "low", True, 3),
    ("survey", "power", "high_single", None, 3),
    ("plan", "water", "", False, 1),
    ("plan", "water", "", True, 2),
    ("connection", "water", "", None, 1),
    ("whole", "water", "", False, 5),
    ("whole", "water", "", True, 7),
]


def demo_limits():
    """A few limits in the manner of the district's, enough to tell rules apart."""
    excluded = ["approval", "excavation", "construction", "backfill"]
    for stage, service, variant, outside, days in DEMO_LIMITS:
        TimeLimitFactory(
            stage=stage,
            service=service,
            variant=variant,
            has_outside_works=outside,
            days=days,
            excluded_stages=excluded if stage == "whole" else [],
        )
