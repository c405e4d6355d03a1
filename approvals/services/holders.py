"""Who must act on a permit that is not granted or recorded."""

from common import clock
from milestones.stages import Holder, Wait

from ..models import BY_PLAN, EntrustmentStatus, Filer, PermitStatus, WayOut
from ..standing import TO_DECIDE, TO_FILE, Standing


def standing_of(permit):
    """Who must act on a permit that is not granted or recorded."""
    if permit.is_with_authority:
        stopped = next((span for span in permit.spans.all() if span.ends_at is None), None)
        return _in_procedure(stopped) if stopped else TO_DECIDE
    if is_waiting_for_road(permit):
        return Standing(Holder.AUTHORITY, Wait.ROAD_PROTECTION, permit.reason, permit.protected_until)
    if permit.filed_by == Filer.APPLICANT:
        if permit.status == PermitStatus.PLANNED and permit.way_out in BY_PLAN:
            return Standing(Holder.PROVIDER)  # it is dropped or listed anew with the plan
        return Standing(Holder.APPLICANT, Wait.APPLICANT_FILING)
    entrustment = permit.application.entrustments.living().first()
    if entrustment and entrustment.status == EntrustmentStatus.DRAWN_UP:
        return Standing(Holder.APPLICANT, Wait.ENTRUSTMENT)
    return TO_FILE


def is_waiting_for_road(permit):
    """It is filed once the road may be opened; until then nobody can do anything."""
    is_chosen = permit.status == PermitStatus.PLANNED and permit.way_out == WayOut.WAIT
    return is_chosen and permit.protected_until > clock.today()


def _in_procedure(span):
    basis = f"{span.get_procedure_display()}：{span.notice_number}"
    return Standing(Holder.AUTHORITY, Wait.AUTHORITY_PROCEDURE, basis, span.expected_until)
