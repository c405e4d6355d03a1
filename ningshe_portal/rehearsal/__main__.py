"""Take in the cases of a rehearsal: ``python -m ningshe_portal.rehearsal --cases 50``; says in JSON what is planned."""

import argparse
import json
import os
import sys

import django


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ningshe_portal.settings")
    django.setup()
    from ningshe_portal.rehearsal.intake import take_in

    parser = argparse.ArgumentParser(prog="python -m ningshe_portal.rehearsal")
    parser.add_argument("--cases", type=int, required=True)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    json.dump(take_in(options.cases, options.seed), sys.stdout)


if __name__ == "__main__":
    main()
