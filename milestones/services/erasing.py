"""What is said about the stages of a case goes when the case is made nameless; the dates stay."""

from django.db import transaction

from common.unused_files import remove_after_commit

from ..models import Apart, Report, Span


@transaction.atomic
def erase_words(application):
    reports = Report.objects.filter(milestone__application=application)
    spans = Span.objects.filter(milestone__application=application)
    photos = [path for listed in reports.values_list("photos", flat=True) for path in listed]
    remove_after_commit([*photos, *spans.values_list("evidence", flat=True)])
    reports.update(note="", photos=[], detail={})
    spans.update(basis="", evidence="", objection="", revoke_reason="", uphold_reason="", allow_reason="")
    Apart.objects.filter(order__request__application=application).update(reason="")
