"""What an applicant can do with his case, in the order of the links. The word is its address."""

from . import (
    again,
    carriers,
    complaints,
    endings,
    mending,
    papers,
    people,
    permits,
    plans,
    rating,
    visits,
    waiting,
    wishes,
    works,
)

VERBS = (
    rating.VERBS
    | permits.VERBS
    | visits.VERBS
    | mending.VERBS
    | carriers.VERBS
    | plans.VERBS
    | papers.VERBS
    | complaints.VERBS
    | wishes.VERBS
    | works.VERBS
    | people.VERBS
    | endings.VERBS
    | again.VERBS
    | waiting.VERBS
)
