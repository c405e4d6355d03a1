"""What the database had no time for is swept again: one line tells of it, and an error stays an error."""

import logging

import pytest
from celery import shared_task
from django.db import OperationalError


@shared_task(name="locked", ignore_result=True)
def locked():
    raise OperationalError("database is locked")


@shared_task(name="broken", ignore_result=True)
def broken():
    raise KeyError("x")


@pytest.mark.parametrize(
    ("task", "levels"),
    [(locked, [logging.WARNING]), (broken, [logging.ERROR])],
    ids=["locked", "broken"],
)
def test_only_what_the_job_itself_does_wrong_is_an_error(task, levels, caplog):
    task.apply()

    assert [row.levelno for row in caplog.records if row.levelno >= logging.WARNING] == levels
