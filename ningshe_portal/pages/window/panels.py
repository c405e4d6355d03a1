"""The parts of the review that have a theme of their own, in the order of the page.

``load(application, user)`` gives what the template needs as ``panel``, None leaves it out.
"""

from .calls import CALLS
from .contacts import CONTACTS

PANELS = (CALLS, CONTACTS)
