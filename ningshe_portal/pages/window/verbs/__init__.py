"""Every verb of the desk, in the order of the buttons. The word is its address and its URL name."""

from . import again, answers, carriers, endings, papers, people, privacy, reaching, wishes

OFTEN = answers.VERBS | carriers.VERBS | papers.VERBS
SELDOM = (
    people.VERBS | wishes.VERBS | reaching.VERBS | endings.VERBS | again.VERBS
)  # folded away on the review
VERBS = OFTEN | SELDOM | privacy.VERBS  # the last have a page of their own
