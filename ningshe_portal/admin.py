"""The desks of the admin that join several apps; the admin looks for them here."""

from .desk.duties import DutyAdmin, RatingAdmin
from .desk.orders import WorkOrderAdmin
from .desk.permits import PermitAdmin
from .desk.temporary import FollowUpAdmin

__all__ = ["DutyAdmin", "FollowUpAdmin", "PermitAdmin", "RatingAdmin", "WorkOrderAdmin"]
