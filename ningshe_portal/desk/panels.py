"""The parts of the page of a work order that have a theme of their own, in the order of the page.

``load(order)`` gives what the template needs as ``panel``, None leaves it out.
"""

from ningshe_portal.pages.verbs import Panel

from .dig_panel import load_digs
from .permit_panel import load_permits
from .plan_panel import load_plan, load_works

PANELS = (
    Panel("admin/utilities/workorder/_plan.html", load_plan),
    Panel("admin/utilities/workorder/_permits.html", load_permits),
    Panel("admin/utilities/workorder/_digs.html", load_digs),
    Panel("works/_works.html", load_works),
)
