"""How the applicant is reached, and what the tries were worth."""

from django.utils.translation import gettext_lazy as _

from applications.services import record_contact_attempt
from applications.services.reaching import REACHABLE
from ningshe_portal.pages.verbs import Verb, plain

from ..forms import ContactForm

VERBS = {
    "contact": Verb(
        title=_("登记联系情况"),
        button=_("登记"),
        permission="applications.submit_application",
        fits=lambda application: application.status in REACHABLE,
        make_form=plain(ContactForm),
        run=record_contact_attempt,
        done=_("已登记本次联系情况。"),
    ),
}
