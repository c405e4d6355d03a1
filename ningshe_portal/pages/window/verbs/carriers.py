"""Which of several carriers the applicant has chosen, said at the window."""

from ningshe_portal.pages.carriers import CHOOSE, choose_verb

VERBS = {CHOOSE: choose_verb(permission="applications.submit_application")}
