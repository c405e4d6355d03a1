"""Bare rows of the test's database, as a rehearsal reads them from its file."""

from datetime import date

from django.db import connection


def read(query):
    """As a serve's database file gives them: dates and times as text."""
    with connection.cursor() as cursor:
        cursor.execute(query)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, map(as_text, row), strict=True)) for row in cursor.fetchall()]


def as_text(value):
    return str(value).removesuffix("+00:00") if isinstance(value, date) else value
