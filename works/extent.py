"""Which metres of a section are meant: from where to where, counted from its first point. Pure."""

from decimal import Decimal


class Extent:
    """Metres of one section as pieces that do not touch each other, whichever way they were put together."""

    def __init__(self, pieces=()):
        self.pieces = tuple(_joined(pieces))

    @classmethod
    def first(cls, amount):
        """The first so many metres; an amount of anything else that only grows is read the same way."""
        return cls([(Decimal(), Decimal(amount))])

    @classmethod
    def read(cls, rows):
        """As ``write`` has put it."""
        return cls((Decimal(start), Decimal(end)) for start, end in rows)

    def write(self):
        """For a column of JSON."""
        return [[f"{start:f}", f"{end:f}"] for start, end in self.pieces]

    @property
    def metres(self):
        return sum((end - start for start, end in self.pieces), Decimal())

    def covers(self, other):
        return not other - self

    def __bool__(self):
        return bool(self.pieces)

    def __eq__(self, other):
        return isinstance(other, Extent) and self.pieces == other.pieces

    def __hash__(self):
        return hash(self.pieces)

    def __repr__(self):
        return f"Extent({', '.join(f'{start}-{end}' for start, end in self.pieces)})"

    def __or__(self, other):
        return Extent([*self.pieces, *other.pieces])

    def __sub__(self, other):
        left = list(self.pieces)
        for start, end in other.pieces:
            left = [piece for one in left for piece in _without(one, start, end)]
        return Extent(left)


def _joined(pieces):
    """In order; what overlaps or touches is one piece, what is empty none."""
    joined = []
    for start, end in sorted(piece for piece in pieces if piece[0] < piece[1]):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _without(piece, start, end):
    """What is left of a piece on either side."""
    return [(piece[0], min(piece[1], start)), (max(piece[0], end), piece[1])]
