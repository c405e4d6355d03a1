"""Every address of the portal, with every value its parts can take."""

import re

from django.contrib import admin
from django.urls import URLPattern, get_resolver

from applications.models import Application, Call, Correction, Material, Paper
from approvals.files import files_of
from approvals.models import Entrustment, Permit
from milestones.models import Report, Span
from ningshe_portal.desk.permit_verbs import PERMIT_VERBS
from ningshe_portal.desk.verbs import VERBS
from oversight.links import sign
from oversight.models import Complaint, Duty, Inspection, Meeting
from utilities.models import Provider, WorkOrder
from works.models import Dig, DigParty, PlanPart

PART = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>|\(\?P<(?P<regex>\w+)>[^)]*\)|\(\[\^/\]\+\)")
PAPER_ROUTE = "documents/<slug:number>/<slug:kind>-<int:serial>.pdf"
ONLY_SENDS_ON = re.compile(r"/<path:object_id>/$")  # to the page of the change
SIGNS_OUT = {"/logout/", "/admin/logout/"}
MOST_ROWS, FEW_ROWS = 14, 2  # of a table whose rows have owners, of any other
ROWS_WITH_VERBS = 6  # the newest, of both sides: each with every verb
BESIDE_THE_ROW = re.compile(r"/(history|delete)/$")  # found as the page of the row is: every third will do
STAGE_ROUTE = "<slug:name>/<slug:stage>/"
QUERIES = ["?q=ZZ", "?q=2222", "?all=", "?_popup=1&_to_field=id"]
QUERIES_OF_ORDERS = [
    "?o=1.-2",
    "?e=1",
    "?step=ended",
    "?handler_phone__startswith=ZZ",
    "?request__application__contact_phone__startswith=138",
    "?provider__id__exact=2",
]


def patterns(resolver=None, before=""):
    """Each route below ``resolver`` as one string."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield route
        else:
            yield from patterns(entry, route)


def all_addresses():
    return (address for _route, addresses in addresses_by_route() for address in addresses)


def addresses_by_route():
    """Each route with its addresses, the plain one of a list first.

    Papers by their own addresses: each case with each kind would be mostly papers that do not exist.
    """
    values = part_values()
    for route in patterns():
        path = f"/{clean(route)}"
        if path not in SIGNS_OUT and not ONLY_SENDS_ON.search(path):
            yield path, OWN[route]() if route in OWN else addresses_of(route, values)
    yield "/admin/autocomplete/?", autocomplete_addresses()


def addresses_of(route, values):
    model = model_of(route)
    values = values | {"number": numbers_for(route), "name": verbs_for(route)}
    yield from (f"/{path}" for path in filled(clean(route), values, model))
    if model and route.endswith(f"{model._meta.model_name}/"):
        queries = QUERIES + QUERIES_OF_ORDERS if model is WorkOrder else QUERIES
        yield from (f"/{clean(route)}{query}" for query in queries)


def clean(route):
    return route.replace("^", "").replace("\\Z", "").replace("$", "").replace("\\", "")


def filled(route, values, model):
    """``route`` with its first part replaced by each value it can take, and so on."""
    part = PART.search(route)
    if part is None:
        yield route
        return
    name = part["name"] or part["regex"] or "object_id"
    is_row = name in {"object_id", "pk", "id"} and model
    for value in rows_for(route, model) if is_row else values.get(name, ["1", "2"]):
        yield from filled(f"{route[: part.start()]}{value}{route[part.end() :]}", values, model)


def rows_for(route, model):
    most = ROWS_WITH_VERBS if "/do/" in route else MOST_ROWS
    return rows(model)[:most][:: 3 if BESIDE_THE_ROW.search(route) else 1]


def rows(model):
    """The newest of a table, or of those rows of it that are given."""
    newest = getattr(model, "_default_manager", model).order_by("-pk")
    most = MOST_ROWS if hasattr(newest, "visible_to") else FEW_ROWS
    return list(newest.values_list("pk", flat=True)[:most])


def model_of(route):
    for model in admin.site._registry:
        if route.startswith(f"admin/{model._meta.app_label}/{model._meta.model_name}/"):
            return model
    return None


def numbers_for(route):
    """Those that mean something there, one that means something elsewhere, and none at all."""
    orders = list(WorkOrder.objects.values_list("number", flat=True))
    if route.startswith("api/v1/tasks/"):
        return [*Duty.objects.values_list("number", flat=True), "0"]
    if route.startswith("api/"):
        return [*orders, "0"]
    if route.startswith("oversight/"):
        watched = [Complaint, Duty, Meeting, Inspection]
        return [number for model in watched for number in model.objects.values_list("number", flat=True)] + [
            "0"
        ]
    cases = Application.objects.exclude(number=None).values_list("number", flat=True)
    return [*cases, orders[0], "0"]


def verbs_for(route):
    """Those whose address it is: with the running stage, or without."""
    return [name for name, verb in VERBS.items() if verb.is_of_stage == route.endswith(STAGE_ROUTE)]


def part_values():
    return {
        "permit_verb": list(PERMIT_VERBS),
        "stage": ["survey"],
        "report": rows(Report)[::4],  # one of each side
        "place": ["0"],
        "sha256": list(Material.objects.with_file().values_list("sha256", flat=True)),
        "paper": ["form-1", "unavailable-1"],
        "span": rows(Span.objects.exclude(evidence=""))[::3],  # of both sides
        "call": rows(Call),
        "material": rows(Material),
        "asked": rows(Correction),
        "pause": rows(Span.objects.pauses())[::7],  # one of each side
        "verb": ["revoke", "uphold", "allow"],
        "code": list(Provider.objects.values_list("code", flat=True)),
        "what": ["orders", "returned", "late"],
        "part": ["water", "power"],
        "drawing": rows(PlanPart.objects.all()),
        "dig": rows(Dig),
        "party": rows(DigParty.objects.exclude(photos=[])),
        "file": sorted({file.name for permit in Permit.objects.all() for file in files_of(permit)}),
        "mandate": rows(Entrustment),
        "signature": [sign(case) for case in Application.objects.filter(ratings__isnull=False).distinct()],
        "app_label": ["utilities", "milestones", "applications", "accounts", "district", "outbox"],
        "language": ["zh-hans"],
        "url": ["nowhere"],
    }


def paper_addresses():
    for paper in Paper.objects.exclude(application=None).select_related("application"):
        yield f"/documents/{paper.application.number}/{paper.slug}.pdf"
    yield "/documents/0/form-1.pdf"


def permit_file_addresses():
    for permit in Permit.objects.select_related("application"):
        for file in files_of(permit):
            yield f"/case/{permit.application.number}/permits/{permit.number}/files/{file.name}/"
    yield "/case/0/permits/0-S1/files/decision/"


def permit_file_calls():
    """From every order of the case: who asks has to have one that waits for the permit."""
    for permit in Permit.objects.select_related("application"):
        for order in WorkOrder.objects.of_application(permit.application):
            for file in files_of(permit):
                yield f"/api/v1/orders/{order.number}/permits/{permit.number}/files/{file.name}"
    yield "/api/v1/orders/0/permits/0-S1/files/decision"


OWN = {
    PAPER_ROUTE: paper_addresses,
    "case/<slug:number>/permits/<slug:permit>/files/<slug:file>/": permit_file_addresses,
    "api/v1/orders/<number>/permits/<permit>/files/<file>": permit_file_calls,
}


def autocomplete_addresses():
    for model in admin.site._registry:
        for field in model._meta.get_fields():
            if field.is_relation and not field.auto_created:
                yield (
                    f"/admin/autocomplete/?app_label={model._meta.app_label}"
                    f"&model_name={model._meta.model_name}&field_name={field.name}&term="
                )
