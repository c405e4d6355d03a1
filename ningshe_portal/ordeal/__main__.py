"""One step of the ordeal, in a process that may be killed: ``python -m ningshe_portal.ordeal``."""

import argparse
import json
import os
import sys

import django


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ningshe_portal.settings")
    django.setup()
    from ningshe_portal.ordeal import aftermath, cast, intake, rows

    options = read_options()
    steps = {
        "cast": lambda: cast.make_cast(options.receiver),
        "intake": lambda: intake.open_window(options),
        "aftermath": lambda: aftermath.see_through(options.resume, options.probes, options.patience),
        "rows": rows.read_rows,
    }
    json.dump(steps[options.step](), sys.stdout)


def read_options():
    parser = argparse.ArgumentParser(prog="python -m ningshe_portal.ordeal")
    steps = parser.add_subparsers(dest="step", required=True)
    cast = steps.add_parser("cast")
    cast.add_argument("--receiver", required=True, help="address of the providers' systems")
    intake = steps.add_parser("intake")
    intake.add_argument("--window", type=int, required=True)
    intake.add_argument("--windows", type=int, required=True)
    intake.add_argument("--applications", type=int, required=True)
    intake.add_argument("--opens-at", type=float, required=True, help="seconds since 1970")
    intake.add_argument("--rate", type=float, required=True, help="applications a second, all windows")
    aftermath = steps.add_parser("aftermath")
    aftermath.add_argument("--resume", nargs="*", default=[], help="providers a person resumes at once")
    aftermath.add_argument("--probes", type=float, required=True, help="seconds left to the probes")
    aftermath.add_argument("--patience", type=float, required=True, help="seconds in all")
    steps.add_parser("rows")
    return parser.parse_args()


if __name__ == "__main__":
    main()
