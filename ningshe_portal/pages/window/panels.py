"""The parts of the review that have a theme of their own, in the order of the page.

``load(application, user)`` gives what the template needs as ``panel``, None leaves it out.
"""

from ningshe_portal.pages import case_complaints
from ningshe_portal.pages.verbs import Panel

from .calls import CALLS
from .contacts import CONTACTS

PANELS = (CALLS, Panel("case/_complaints.html", case_complaints.load_desk_panel), CONTACTS)
