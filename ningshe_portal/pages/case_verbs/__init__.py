"""What an applicant can do with his case, in the order of the links. The word is its address."""

from . import again, complaints, endings, papers, waiting, wishes

VERBS = papers.VERBS | complaints.VERBS | wishes.VERBS | endings.VERBS | again.VERBS | waiting.VERBS
