"""The form in which joint steps are chosen anew, by the applicant or for him at the counter."""

from copy import copy

from applications.forms import CombinedForm
from applications.models import WISHES
from applications.services.wishes import CHANGEABLE

from .verbs import VerbForm


class WishesForm(VerbForm):
    """The boxes of the combined form, as they are ticked now."""

    def __init__(self, *data, application, **options):
        super().__init__(*data, **options)
        self.fields |= {name: copy(CombinedForm.base_fields[name]) for name in WISHES}
        self.initial |= {name: getattr(application, name) for name in WISHES}


def wishes_form(application, *data, **options):
    return WishesForm(*data, application=application, **options)


def can_choose(application):
    return application.status in CHANGEABLE
