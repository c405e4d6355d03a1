"""What the programs' logs complain of. Pure: text in, each error once with how often it stood there."""

import re
from collections import Counter

ERROR = re.compile(r"\b(ERROR|CRITICAL)\b|\"level\": \"(error|critical)\"")
TRACE = "Traceback (most recent call last)"
# What differs from line to line of the same error: moments, keys of tasks and requests, numbers of processes.
PASSING = re.compile(r"\d{4}-\d\d-\d\d[ T][\d:.,+Z]+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d+")
LONGEST = 300


def errors_in(log: str) -> list[str]:
    """The lines of level error, and the last line of each traceback that none of them announces."""
    found, lines = [], iter(log.splitlines())
    announced = False
    for line in lines:
        if ERROR.search(line):
            found.append(line)
            announced = True
        elif line.startswith(TRACE):
            last = end_of_traceback(lines)
            if announced:
                found[-1] = f"{found[-1]} … {last}"
            else:
                found.append(last)
            announced = True  # of a chain each part follows the one before
        elif line.strip() and not line.startswith(("During handling", "The above exception")):
            announced = False
    return found


def end_of_traceback(lines) -> str:
    """The exception itself: the first line that is not indented."""
    for line in lines:
        if line.strip() and not line.startswith((" ", "\t")):
            return line
    return "?"


def counted(name: str, errors: list[str]) -> list[str]:
    """One sentence for each kind of error of a program, the most frequent first."""
    kinds, examples = Counter(), {}
    for error in errors:
        kind = PASSING.sub("#", error)
        kinds[kind] += 1
        examples.setdefault(kind, error[:LONGEST])
    return [f"{name} ×{times}：{examples[kind]}" for kind, times in kinds.most_common()]
