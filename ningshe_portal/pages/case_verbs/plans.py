"""The applicant's word on the plan."""

from ningshe_portal.pages.plan_answers import answer_verbs

VERBS = answer_verbs()
