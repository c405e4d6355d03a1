"""The parts of the case file that have a theme of their own, in the order of the page.

``load(board)`` gives what the template needs as ``panel``, None leaves it out.
"""

from . import case_complaints, case_notes, case_visits
from .carriers import load_carriers
from .case_extras import load_amounts, load_linked, load_supplies_ended, load_supplies_on
from .case_papers import PAPERS
from .case_pauses import load_pauses
from .case_people import PEOPLE
from .case_permits import load_entrustment, load_permits
from .case_ratings import load_completion, load_invitation, load_ratings
from .case_waiting import WAITING
from .digs import load_digs
from .mending import load_mending
from .plans import load_awaited_plans, load_plans
from .verbs import Panel
from .works import load_works

# What the applicant has to decide, above all else on the page.
FOREMOST = (
    Panel("case/_completion.html", load_completion),
    Panel("case/_invitation.html", load_invitation),
    Panel("case/_entrustment.html", load_entrustment),
    Panel("case/_mending.html", load_mending),
    case_visits.URGENT,
    Panel("case/_carriers.html", load_carriers),
    Panel("case/_temporary.html", load_supplies_on),
    Panel("case/_plans.html", load_awaited_plans),
)
PANELS = (
    case_visits.OTHER,
    case_visits.MISSING,
    PEOPLE,
    Panel("case/_plans.html", load_plans),
    Panel("works/_works.html", load_works),
    Panel("case/_amounts.html", load_amounts),
    Panel("case/_temporary.html", load_supplies_ended),
    Panel("case/_permits.html", load_permits),
    PAPERS,
    WAITING,
    Panel("case/_digs.html", load_digs),
    Panel("case/_pauses.html", load_pauses),
    Panel("case/_notes.html", case_notes.load_panel),
    Panel("case/_ratings.html", load_ratings),
    Panel("case/_complaints.html", case_complaints.load_panel),
    Panel("case/_linked.html", load_linked),
)
