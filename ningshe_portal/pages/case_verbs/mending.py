"""The applicant's word that what failed is mended."""

from ningshe_portal.pages.mending import MENDED, mended_verb

VERBS = {MENDED: mended_verb()}
