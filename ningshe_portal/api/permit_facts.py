"""What a provider is told of the permits its order waits for; of the other orders that share them, nothing."""

from approvals.models import EntrustmentStatus, Filer, PermitStatus
from approvals.services import is_blocked

NAMES = (
    "number status reason needs_decision filed_by external_number filed_at due_on is_estimated legal_due_on"
    " is_counting decided_at conditions refusal_reason decision_number valid_until protected_until way_out"
)


def permit_facts(order):
    """The permits of an order, the first listed first."""
    rows = order.permits.current().select_related("type", "department").prefetch_related("sections")
    return [_facts(row) for row in rows]


def _facts(permit):
    return {name: getattr(permit, name) for name in NAMES.split()} | {
        "type": permit.type.code,
        "name": permit.type.name,
        "department": permit.department.name,
        "is_by_hand": permit.department.endpoint_id is None,
        "may_be_filed": permit.status == PermitStatus.PLANNED and not is_blocked(permit),
        "sections": [str(section) for section in permit.sections.all()],
    }


def filing_facts(order):
    """Who files, and whether it is this provider's turn; None where the order needs no permit."""
    if not order.permits.current().exists():
        return None
    entrustment = order.application.entrustments.living().select_related("provider").first()
    is_own = entrustment is not None and entrustment.provider_id == order.provider_id
    return {
        "by": Filer.PROVIDER if entrustment else Filer.APPLICANT,
        "provider": entrustment.provider.name if entrustment else "",
        "is_yours": is_own,
        "is_signed": entrustment is not None and entrustment.status == EntrustmentStatus.SIGNED,
    }
