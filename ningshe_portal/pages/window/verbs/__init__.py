"""Every verb of the desk, in the order of the buttons. The word is its address and its URL name."""

from . import again, answers, carriers, endings, papers, people, privacy, reaching, wishes

ON_REVIEW = (
    answers.VERBS
    | carriers.VERBS
    | papers.VERBS
    | people.VERBS
    | wishes.VERBS
    | reaching.VERBS
    | endings.VERBS
    | again.VERBS
)
VERBS = ON_REVIEW | privacy.VERBS  # these have a page of their own
