import signal
import threading
from contextlib import nullcontext

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from accounts.actors import SYSTEM
from ningshe_portal.simulator.behaviours import BEHAVIOURS
from ningshe_portal.simulator.people import People
from ningshe_portal.simulator.receiver import Site
from ningshe_portal.simulator.script import Script
from ningshe_portal.simulator.simulator import Simulator
from outbox.models import Endpoint
from utilities.models import ApiKey, Provider
from utilities.services import issue_api_key, revoke_api_key

LABEL = "simulator"
USUALLY_AUTO = "mobile,unicom,telecom"


class Command(BaseCommand):
    help = "Play the systems of the demo's providers: take pushes, read orders, report stages, misbehave on demand."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8001)
        parser.add_argument(
            "--auto", default=USUALLY_AUTO, help="codes that work by themselves, or all, or none"
        )
        parser.add_argument(
            "--people", action="store_true", help="applicants, officers and the office act by themselves too"
        )
        parser.add_argument("--pace", type=float, default=8.0, help="seconds between two steps")
        parser.add_argument(
            "--behaviour", nargs="*", default=[], metavar="CODE=NAME", help=" ".join(BEHAVIOURS)
        )
        parser.add_argument("--positions", default=settings.VAR_DIR / "simulator.json")
        parser.add_argument(
            "--script",
            default=settings.VAR_DIR / "script.json",
            help="traits of cases, as a rehearsal writes them",
        )

    def handle(self, *, port, auto, people, pace, behaviour, positions, script, **options):
        if not settings.DEMO:
            raise CommandError("模拟系统只能在 DEMO=1 时运行。")
        providers = simulated_providers()
        simulator = Simulator(
            make_sites(providers, behaviour),
            port=port,
            base_url=settings.BASE_URL,
            keys={provider.code: fresh_key(provider) for provider in providers},
            auto=read_auto(auto, [provider.code for provider in providers]),
            takes_all=auto == "all",
            pace=pace,
            positions=positions,
            script=Script(script),
        )
        connection.close()
        ended = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: ended.set())
        with simulator, People(pace=pace, script=Script(script)) if people else nullcontext():
            self.stdout.write(
                f"{simulator.url}：{'、'.join(simulator.sites)}；自动办理：{'、'.join(sorted(simulator.auto)) or '无'}"
            )
            ended.wait()


def simulated_providers():
    """Those whose pushes come here; who has been given another address is somebody else's system."""
    rows = Provider.objects.active().filter(endpoint__url__startswith=f"{settings.SIMULATOR_URL}/")
    return list(rows.select_related("endpoint"))


def make_sites(providers, wanted):
    """A receiver for each provider. Raises ``CommandError`` for a behaviour that is none."""
    behaviours = dict(word.partition("=")[::2] for word in wanted)
    codes = {provider.code for provider in providers}
    wrong = [
        f"{code}={name}" for code, name in behaviours.items() if code not in codes or name not in BEHAVIOURS
    ]
    if wrong:
        raise CommandError(f"--behaviour 有误：{'、'.join(wrong)}。可用：{'、'.join(BEHAVIOURS)}")
    return [
        Site(
            provider.code, secret_finder(provider.endpoint_id), behaviour=behaviours.get(provider.code, "ok")
        )
        for provider in providers
    ]


def secret_finder(endpoint_pk):
    """Asks for the present secret each time: it may be rotated while the simulator runs."""

    def find():
        try:
            return Endpoint.objects.get(pk=endpoint_pk).secret
        finally:
            connection.close()  # the thread of one call

    return find


def fresh_key(provider):
    """A key for this run; those of earlier runs open nothing any more."""
    for row in ApiKey.objects.usable().filter(provider=provider, label=LABEL):
        revoke_api_key(row, by=SYSTEM)
    return issue_api_key(provider, label=LABEL, by=SYSTEM)[1]


def read_auto(text, codes):
    named = {"all": codes, "none": []}.get(text, [word.strip() for word in text.split(",") if word.strip()])
    unknown = set(named) - set(codes)
    if unknown and text != USUALLY_AUTO:
        raise CommandError(f"--auto 有误：{'、'.join(sorted(unknown))}。可用：{'、'.join(codes)}、all、none")
    return [code for code in named if code in codes]
