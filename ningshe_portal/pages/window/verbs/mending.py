"""That something is mended, said at the window or by telephone."""

from ningshe_portal.pages.mending import MENDED, mended_verb

VERBS = {MENDED: mended_verb(permission="applications.submit_application")}
