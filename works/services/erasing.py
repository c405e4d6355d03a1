"""What was written about the works of a case goes when the case is made nameless; days, metres and costs stay."""

from django.db import transaction

from common.unused_files import remove_after_commit

from ..models import Dig, DigOffer, DigParty, Fee, PlanPart, WorkStep


@transaction.atomic
def erase_plans(application):
    parts = PlanPart.objects.of_application(application)
    parties = DigParty.objects.filter(order__request__application=application)
    remove_after_commit([photo for photos in parties.values_list("photos", flat=True) for photo in photos])
    parties.update(photos=[])
    emergencies = Dig.objects.filter(pk__in=parties.values("dig"), kind="emergency")
    remove_after_commit(list(emergencies.exclude(papers_file="").values_list("papers_file", flat=True)))
    emergencies.update(cause="", papers_file="")
    remove_after_commit(list(parts.exclude(drawing="").values_list("drawing", flat=True)))
    parts.update(text="", boundary="", safety="", return_reason="", given_by="", drawing="", drawing_name="")
    Fee.objects.of_application(application).update(payee="", basis="", invoice="")
    WorkStep.objects.filter(order__request__application=application).update(note="")
    DigOffer.objects.filter(order__request__application=application).update(reason="")
