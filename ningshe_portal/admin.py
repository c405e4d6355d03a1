"""The desks of the admin that join several apps; the admin looks for them here."""

from .desk.orders import WorkOrderAdmin
from .desk.temporary import FollowUpAdmin

__all__ = ["FollowUpAdmin", "WorkOrderAdmin"]
