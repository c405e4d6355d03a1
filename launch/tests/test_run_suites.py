from collections import Counter
from pathlib import Path

import pytest

from launch import test as suites

JUNIT = (
    '<?xml version="1.0"?><testsuites name="pytest tests"><testsuite name="pytest" errors="1" failures="2"'
    ' skipped="3" tests="10" time="0.5" timestamp="2026-11-23T09:30:00"></testsuite></testsuites>'
)


def test_a_report_is_counted(tmp_path):
    (tmp_path / "suite.xml").write_text(JUNIT)

    assert suites.read_report(tmp_path / "suite.xml") == Counter(passed=4, failed=3, skipped=3)


def test_a_missing_report_counts_nothing(tmp_path):
    assert suites.read_report(tmp_path / "suite.xml") == Counter()


@pytest.mark.parametrize(
    ("status", "failed"),
    [(0, 0), (5, 0), (1, 1), (4, 1)],
    ids=["well", "nothing chosen", "failed", "wrong use"],
)
def test_a_run_without_a_report_fails_unless_nothing_was_chosen(status, failed, tmp_path, monkeypatch):
    monkeypatch.setattr(suites, "python", lambda *_: status)

    assert suites.run_pytest([], {}, tmp_path / "suite.xml")["failed"] == failed


@pytest.mark.parametrize(
    ("arguments", "rest", "mark"),
    [
        (["outbox", "-k", "send"], ["outbox", "-k", "send"], ""),
        (["-m", "browser", "-x"], ["-x"], "browser"),
        (["outbox/tests/test_send.py::test_one"], ["outbox/tests/test_send.py::test_one"], ""),
    ],
    ids=["words", "a mark", "one test"],
)
def test_the_mark_of_the_caller_is_kept_apart(arguments, rest, mark):
    assert suites.split_mark(arguments) == (rest, mark)


def test_two_marks_become_one():
    assert suites.both("browser or pdf", "not servers") == "(browser or pdf) and not servers"


def test_settings_of_the_caller_do_not_reach_the_tests(tmp_path, monkeypatch):
    monkeypatch.setenv("PUSH_NETWORKS", "10.0.0.0/8")
    monkeypatch.setenv("HOME", "/somewhere")

    environment = suites.clean_environment(tmp_path)

    assert ("PUSH_NETWORKS" in environment, environment["HOME"]) == (False, "/somewhere")


def test_the_servers_get_the_files_that_ask_for_them():
    names = {Path(name).name for name in suites.files_for_servers()}

    assert ("test_two_at_once.py" in names, "test_load_demo.py" in names) == (True, False)


def test_what_is_migrated_beside_the_checks_is_the_template_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(suites, "MIGRATE", ["-c", "import os; print(os.environ['DATABASE_URL'])"])
    real = {"DATABASE_URL": "postgres://portal@127.0.0.1:5432/postgres", suites.TEMPLATE: "migrated"}

    with suites.migrating(real, tmp_path):
        pass

    assert (tmp_path / "migrate.log").read_text().strip() == "postgres://portal@127.0.0.1:5432/migrated"


def test_no_test_begins_where_the_migrations_fail(tmp_path, monkeypatch):
    monkeypatch.setattr(suites, "MIGRATE", ["-c", "raise SystemExit('broken')"])

    with (
        pytest.raises(SystemExit, match="broken"),
        suites.migrating({"DATABASE_URL": "sqlite:///x"}, tmp_path),
    ):
        pass
