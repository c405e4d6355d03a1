"""Moments and amounts as JSON."""

from datetime import datetime
from typing import Annotated

from pydantic import PlainSerializer, WithJsonSchema

from common.clock import LOCAL


def in_tianjin(moment):
    """RFC 3339 with the offset of the local clock."""
    return moment.astimezone(LOCAL).isoformat()


def as_number(amount):
    """20 for a whole amount, 12.5 else."""
    return int(amount) if amount == int(amount) else float(amount)


Moment = Annotated[
    datetime, PlainSerializer(in_tianjin), WithJsonSchema({"type": "string", "format": "date-time"})
]


Amount = Annotated[object, PlainSerializer(as_number), WithJsonSchema({"type": "number"})]
