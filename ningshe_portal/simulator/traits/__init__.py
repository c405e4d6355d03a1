"""Everything that may happen to a case besides its usual way: a table, its rows by theme."""

from . import beginning, joint, others, pauses, permits, trenches, visits, works

TRAITS = (
    beginning.TRAITS
    | visits.TRAITS
    | pauses.TRAITS
    | works.TRAITS
    | joint.TRAITS
    | permits.TRAITS
    | trenches.TRAITS
    | others.TRAITS
)
