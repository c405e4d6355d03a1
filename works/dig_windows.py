"""Which trenches lie close enough in time to be one, and which addresses lie at a protected road. Pure."""

import re
import unicodedata
from datetime import date, timedelta

UNKNOWN = timedelta(0)  # a trench without dates may be any time: it is worth asking
# 18 号, and 88-1 号, 88 之 1 号, 88 附 1 号, 88 弄 3 号, which lie at door 88; 80-120 号 lies along all of them.
AND = "号?[-–—−~至到、/,;和及与]+"
DOOR = re.compile(rf"(\d+)(?:(?:弄|{AND}|[之附])\d+)*(?:号|弄|#)")
ALONG = re.compile(rf"{AND}(\d+)")


def days_apart(one: tuple[date | None, date | None], other: tuple[date | None, date | None]) -> timedelta:
    """The natural days between two windows (first, last day); none where they overlap or one is unknown."""
    if None in one or None in other:
        return UNKNOWN
    return max(one[0] - other[1], other[0] - one[1], timedelta(0))


def joined_window(windows):
    """The first and the last day of all of them that are known, else None."""
    starts = [first for first, _last in windows if first]
    ends = [last for _first, last in windows if last]
    return min(starts, default=None), max(ends, default=None)


def lies_at(address: str, street: str, from_point: str, to_point: str) -> bool:
    """Whether an address lies on a stretch of street, by its name and the number of the door.

    Where one end of the stretch has no number the name alone decides: a warning too many is looked at and
    put aside, one too few is a road opened in vain.
    """
    address = normal(address)
    _before, found, rest = address.partition(normal(street))
    if not (street and found):
        return False
    doors = find_doors(rest.replace(found, ""))
    ends = [find_doors(normal(from_point)), find_doors(normal(to_point))]
    if not (doors and all(ends)):
        return True
    ends = [door for end in ends for door in end]
    return min(ends) <= max(doors) and min(doors) <= max(ends)


def find_doors(text: str) -> list[int]:
    """The first door number in it; where it names a row of doors, of which the numbers rise, all it names."""
    found = DOOR.search(text)
    if found is None:
        return []
    first = int(found[1])
    return [first, *(door for door in map(int, ALONG.findall(found[0])) if door > first)]


def normal(text: str) -> str:
    """Full width digits and signs, and spaces, make no difference."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
