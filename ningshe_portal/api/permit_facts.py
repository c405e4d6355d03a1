"""What a provider is told of permits: of those its order waits for, and of all where it files them for all."""

from approvals.files import files_of
from approvals.models import Entrustment, EntrustmentStatus, Filer, Permit, PermitStatus
from approvals.services import is_blocked
from utilities.push import order_url

NAMES = (
    "number status reason needs_decision filed_by external_number filed_at due_on is_estimated legal_due_on"
    " is_counting decided_at conditions refusal_reason decision_number valid_until protected_until way_out"
)


def permit_facts(order):
    """The permits seen from an order, the first listed first."""
    rows = Permit.objects.current().seen_from(order).select_related("type", "department", "extension")
    own = set(order.permits.values_list("pk", flat=True))
    return [
        _facts(row, is_own=row.pk in own)
        | {"files": [_file_facts(row, file, order) for file in files_of(row)]}
        for row in rows.prefetch_related("sections", "papers", "spans").order_by("pk")
    ]


def _file_facts(permit, file, order):
    return {
        "name": file.name,
        "label": file.title,
        "download_url": f"{order_url(order)}/permits/{permit.number}/files/{file.name}",
    }


def _facts(permit, *, is_own):
    return {name: getattr(permit, name) for name in NAMES.split()} | {
        "type": permit.type.code,
        "name": permit.type.name,
        "department": permit.department.name,
        "is_own": is_own,
        "is_by_hand": permit.department.endpoint_id is None,
        "may_be_filed": permit.status == PermitStatus.PLANNED and not is_blocked(permit),
        "papers": [{"title": paper.title, "added_at": paper.added_at} for paper in permit.papers.all()],
        "sections": [str(section) for section in permit.sections.all()],
    }


def filing_facts(order):
    """Who files, and whether it is this provider's turn; None where no permit is seen from the order."""
    if not Permit.objects.current().seen_from(order).exists():
        return None
    entrustment = order.application.entrustments.living().select_related("provider").first()
    is_own = entrustment is not None and entrustment.provider_id == order.provider_id
    has_scan = Entrustment.objects.scanned().seen_from(order).exists()
    return {
        "by": Filer.PROVIDER if entrustment else Filer.APPLICANT,
        "provider": entrustment.provider.name if entrustment else "",
        "is_yours": is_own,
        "is_signed": entrustment is not None and entrustment.status == EntrustmentStatus.SIGNED,
        "scan_url": f"{order_url(order)}/mandate" if has_scan else "",
    }
