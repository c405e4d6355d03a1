"""The parts of the review that have a theme of their own, in the order of the page.

``load(application, user)`` gives what the template needs as ``panel``, None leaves it out.
"""

from applications.models import Application
from ningshe_portal.pages import case_complaints
from ningshe_portal.pages.case_permits import load_desk_permits
from ningshe_portal.pages.case_ratings import load_desk_ratings
from ningshe_portal.pages.linked import list_linked
from ningshe_portal.pages.plans import load_desk_plans
from ningshe_portal.pages.verbs import Panel
from ningshe_portal.pages.works import load_desk_works

from .calls import CALLS
from .contacts import CONTACTS
from .material_panel import MATERIALS
from .people import load_people
from .temporary import TEMPORARY
from .visits import VISITS


def load_linked(application, user):
    return list_linked(application, Application.objects.visible_to_staff(user), address="window:review")


LINKED = Panel("case/_linked.html", load_linked)
PANELS = (
    VISITS,
    Panel("window/_plans.html", load_desk_plans),
    Panel("works/_works.html", load_desk_works),
    MATERIALS,
    CALLS,
    Panel("case/_permits.html", load_desk_permits),
    Panel("case/_complaints.html", case_complaints.load_desk_panel),
    Panel("case/_ratings.html", load_desk_ratings),
    Panel("window/_people.html", load_people),
    CONTACTS,
    TEMPORARY,
    LINKED,
)
