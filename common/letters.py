"""Letters and what is none: a text of invisible ones alone says nothing. Pure."""

import unicodedata

BLANK = "\u115f\u1160\u3164\uffa0\u2800"  # letters by name, blank on paper


def can_be_seen(text):
    """Whether at least one letter of ``text`` leaves ink."""
    return any(unicodedata.category(letter)[0] not in "CZ" and letter not in BLANK for letter in text)
