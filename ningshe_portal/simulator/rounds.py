"""A round of one act: what is refused for one row holds up no other."""

import logging

from common.status import Refusal

logger = logging.getLogger(__name__)


def each(rows, act):
    for row in rows:
        try:
            act(row)
        except Refusal as refusal:
            logger.info("%s: %s", row, refusal)
