"""The list of what the works cost."""

from ningshe_portal.pages.works import FEES, fee_list_verb

VERBS = {FEES: fee_list_verb()}
