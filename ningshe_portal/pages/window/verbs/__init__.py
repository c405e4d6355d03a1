"""Every verb of the desk, in the order of the buttons. The word is its address and its URL name."""

from . import (
    again,
    answers,
    carriers,
    endings,
    joint_steps,
    mending,
    papers,
    people,
    permits,
    plans,
    privacy,
    rating,
    reaching,
    visits,
    wishes,
    works,
)

ON_REVIEW = (
    answers.VERBS
    | carriers.VERBS
    | plans.VERBS
    | papers.VERBS
    | permits.VERBS
    | endings.VERBS
    | people.VERBS
    | wishes.VERBS
    | works.VERBS
    | mending.VERBS
    | joint_steps.VERBS
    | reaching.VERBS
    | again.VERBS
    | rating.VERBS
)
# They fit almost every case and are the next step of hardly any: folded away.
SELDOM = {
    word: ON_REVIEW[word]
    for word in (
        "change-contact",
        "agent",
        "remove-agent",
        "hand-over",
        "wishes",
        "contact",
        "step-leave",
        "step-join",
        "dig-lead",
        "withdraw",
    )
}
OFTEN = {word: verb for word, verb in ON_REVIEW.items() if word not in SELDOM}
VERBS = ON_REVIEW | privacy.VERBS | visits.VERBS  # these have a page or a panel of their own
