"""A case made nameless: what was written about it goes, grades and days stay for the figures."""

from ..models import DutyStep


def erase_words(application):
    """Words of ratings, duties and complaints; an applicant may have named himself in any of them."""
    application.complaints.update(text="", answer="", actor_name="")
    application.ratings.update(words="")
    application.inspections.update(findings="", photos=[])
    application.duties.update(text="", answer="", reply="")
    DutyStep.objects.filter(duty__application=application).update(text="")
