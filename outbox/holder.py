"""Under which name this process has messages on the line; the same name after a restart, none in the web."""

_name = ""


def name() -> str:
    return _name


def take_name(name: str):
    global _name
    _name = name[:80]
