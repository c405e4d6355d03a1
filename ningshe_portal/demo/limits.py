"""The limits of the demo: taken from other cities, so each is marked as not confirmed (待确认)."""

from datetime import date

from milestones.models import TimeLimit
from milestones.stages import Stage

SOURCE = "参照其他城市公开承诺的演示数据，待本区确认"
PROMISED = "审批承诺时限（法定 20 个工作日），演示数据，待本区确认"
EXCLUDED = [Stage.APPROVAL, Stage.EXCAVATION, Stage.CONSTRUCTION, Stage.BACKFILL]
VALID_FROM = date(2023, 8, 30)

# stage, service, variant, working days without / with outside works (one number: the same for both)
LIMITS = (
    (Stage.INTAKE, "", "", 1),
    (Stage.ACKNOWLEDGE, "", "", 1),
    (Stage.APPROVAL, "", "", 5),
    (Stage.SURVEY, "water", "", (1, 2)),
    (Stage.SURVEY, "gas", "", (1, 2)),
    (Stage.SURVEY, "power", "low", (1, 3)),
    (Stage.SURVEY, "power", "high_single", 3),
    (Stage.SURVEY, "power", "high_double", 3),
    (Stage.PLAN, "water", "", (1, 2)),
    (Stage.PLAN, "gas", "", (1, 3)),
    (Stage.PLAN, "power", "low", (1, 5)),
    (Stage.PLAN, "power", "high_single", 15),
    (Stage.PLAN, "power", "high_double", 30),
    (Stage.ACCEPTANCE, "water", "", 1),
    (Stage.ACCEPTANCE, "gas", "", (1, 2)),
    (Stage.ACCEPTANCE, "power", "low", (1, 3)),
    (Stage.ACCEPTANCE, "power", "high_single", 5),
    (Stage.ACCEPTANCE, "power", "high_double", 5),
    (Stage.CONNECTION, "water", "", 1),
    (Stage.CONNECTION, "gas", "", (1, 2)),
    (Stage.CONNECTION, "power", "low", (1, 3)),
    (Stage.CONNECTION, "power", "high_single", 5),
    (Stage.CONNECTION, "power", "high_double", 5),
    (Stage.WHOLE, "water", "", (5, 7)),
    (Stage.WHOLE, "gas", "", (5, 10)),
    (Stage.WHOLE, "power", "low", (5, 15)),
)


def load_limits():
    """Enter each limit that is not there yet."""
    for stage, service, variant, days in LIMITS:
        pairs = [(None, days)] if isinstance(days, int) else [(False, days[0]), (True, days[1])]
        for has_outside_works, count in pairs:
            TimeLimit.objects.get_or_create(
                stage=stage,
                service=service,
                variant=variant,
                has_outside_works=has_outside_works,
                valid_from=VALID_FROM,
                defaults={
                    "days": count,
                    "source": PROMISED if stage == Stage.APPROVAL else SOURCE,
                    "excluded_stages": EXCLUDED if stage == Stage.WHOLE else [],
                },
            )
