"""The list of what the works cost, printed at the window."""

from ningshe_portal.pages.works import FEES, fee_list_verb

VERBS = {FEES: fee_list_verb(permission="applications.submit_application")}
