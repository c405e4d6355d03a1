"""What a rehearsal says of the programs' logs: each error in its own words, however often it stood there."""

from launch.rehearsal.failures import counted, errors_in

TASK = "[2026-11-27 20:00:0{n},000: ERROR/MainProcess] Task outbox.tasks.send[{key}] raised unexpected: KeyError('x')"
TRACE = """Traceback (most recent call last):
  File "a.py", line 1, in send
    raise KeyError("x")
KeyError: 'x'
"""
KEYS = ("0b4a5a9e-0000-4000-8000-000000000001", "0b4a5a9e-0000-4000-8000-000000000002")
LOCKED = (
    "[2026-11-27 20:00:00,000: WARNING/MainProcess] the database did not answer in time: database is locked"
)


def test_an_error_and_its_traceback_are_one():
    found = errors_in(f"{TASK.format(n=1, key=KEYS[0])}\n{TRACE}ordinary line\n")

    assert found == [f"{TASK.format(n=1, key=KEYS[0])} … KeyError: 'x'"]


def test_a_traceback_of_its_own_is_named_by_its_exception():
    chained = f"{TRACE}\nDuring handling of the above exception, another exception occurred:\n\n"
    assert errors_in(f"fine\n{chained}{TRACE.replace('KeyError', 'OSError')}") == [
        "KeyError: 'x' … OSError: 'x'"
    ]


def test_lines_of_the_web_and_its_server():
    lines = ['{"event": "request_failed", "level": "error"}', "[2026-11-27] [7] [CRITICAL] WORKER TIMEOUT"]

    assert errors_in("\n".join([*lines, LOCKED, '{"level": "warning"}'])) == lines


def test_the_same_error_is_counted():
    errors = [TASK.format(n=n, key=key) for n, key in enumerate(KEYS)]

    assert counted("sending", errors) == [f"sending ×2：{errors[0]}"]
