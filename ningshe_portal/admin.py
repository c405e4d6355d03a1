"""The desks of the admin that join several apps; the admin looks for them here."""

from .desk.duties import DutyAdmin, RatingAdmin
from .desk.orders import WorkOrderAdmin
from .desk.permits import PermitAdmin
from .desk.temporary import FollowUpAdmin
from .desk.visits import AttendanceAdmin

__all__ = ["AttendanceAdmin", "DutyAdmin", "FollowUpAdmin", "PermitAdmin", "RatingAdmin", "WorkOrderAdmin"]
