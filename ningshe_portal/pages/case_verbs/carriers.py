"""Of several carriers asked the applicant chooses one."""

from ningshe_portal.pages.carriers import CHOOSE, choose_verb

VERBS = {CHOOSE: choose_verb()}
