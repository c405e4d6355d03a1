"""What people said and signed at a visit goes when the case is made nameless; days and results stay."""

from django.db import transaction

from common.unused_files import remove_after_commit

from ..models import Attendance, Visit


@transaction.atomic
def erase_findings(application):
    visits = Visit.objects.filter(application=application)
    rows = Attendance.objects.filter(visit__in=visits)
    remove_after_commit([path for path in rows.values_list("signature", flat=True) if path])
    rows.update(answer_note="", method="", missing="", to_mend=[], people=[], signature="")
    visits.update(confirmed_by="")
