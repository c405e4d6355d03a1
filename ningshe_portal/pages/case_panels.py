"""The parts of the case file that have a theme of their own, in the order of the page.

``load(board)`` gives what the template needs as ``panel``, None leaves it out.
"""

from .case_waiting import WAITING

PANELS = (WAITING,)
