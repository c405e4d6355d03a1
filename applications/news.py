"""Who is told of a message in the case file: once, and not again for an hour while it stays unread."""

from datetime import timedelta

QUIET = timedelta(hours=1)


def is_news(note, side, notes):
    """Whether ``side`` is to be told of ``note``.

    ``notes``: those to that side. One that is unread and younger than an hour has just been told of.
    """
    waiting = notes.unread_by(side).filter(at__gt=note.at - QUIET)
    return not waiting.exclude(pk=note.pk).exists()
