"""The applicant's word on the plan, said at the window; and the office's way on where somebody is late."""

from ningshe_portal.pages.plan_answers import FORWARD, answer_verbs, forward_verb

VERBS = answer_verbs(permission="applications.submit_application") | {FORWARD: forward_verb()}
