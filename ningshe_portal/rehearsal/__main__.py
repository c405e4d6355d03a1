"""Take in cases of every kind: ``python -m ningshe_portal.rehearsal --cases 50``; their numbers as JSON."""

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
    json.dump(take_in(parser.parse_args().cases), sys.stdout)


if __name__ == "__main__":
    main()
