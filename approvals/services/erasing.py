"""What was written about the permits of a case goes when the case is made nameless; the dates stay."""

from django.db import transaction

from common.unused_files import remove_after_commit

from ..models import PermitExtension, PermitPaper, PermitSpan


@transaction.atomic
def erase_permits(application):
    notices = [
        model.objects.filter(permit__application=application) for model in (PermitSpan, PermitExtension)
    ]
    permits, entrustments = application.permits.all(), application.entrustments.all()
    papers = PermitPaper.objects.filter(permit__application=application)
    files = [row.file for rows in (permits, papers, *notices) for row in rows]
    remove_after_commit([path for path in (*files, *(row.scan for row in entrustments)) if path])
    papers.update(title="", file="", actor_name="")
    for rows in notices:
        rows.update(text="", file="", actor_name="")
    permits.update(
        conditions="",
        refusal_reason="",
        way_out_basis="",
        external_number="",
        decision_number="",
        filer_name="",
        decider_name="",
        file="",
    )
    entrustments.update(signed_by="", scan="")
