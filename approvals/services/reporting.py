"""A provider's word on APPROVAL counts only where no permits are followed here."""

from django.utils.translation import gettext as _

from common.status import WrongStatus
from milestones.services import report_stage

from ..routes import takes_alone


def lacks_permits(order):
    """Apart, without a joint plan, or from before permits were kept: its provider says how it went."""
    return takes_alone(order) or not order.permits.current().exists()


def report_approval(order, stage, **said):
    """Raises ``WrongStatus`` where permits say when the stage is reached; else as ``report_stage``."""
    if not lacks_permits(order):
        raise WrongStatus(_("审批环节以各项审批手续的决定为准，最后一项批准或备案后自动完成，不用另行上报。"))
    return report_stage(order, stage, **said)
