"""What the commands say to the person at the terminal. Standard library only."""

import sys


def say(text: str):
    """One line, at once, also into a pipe."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def give_up(text: str):
    """End the command with one line that says why."""
    raise SystemExit(f"✗ {text}")
