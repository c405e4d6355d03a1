"""Somebody at work has to file what is planned, or was refused: who, as the case stands now."""

from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts.actors import SYSTEM
from applications.models import Application
from applications.services import lock
from common.sweeps import sweep
from utilities.models import WorkOrder

from ..models import Entrustment, Filer, Permit
from ..needs import pick_filer
from ..routes import joint_orders, load_runs
from .entrusting import entrust, first_choice
from .settling import settle_case


def find_filers():
    """Every case whose entrusted provider is through with its own order while something is still to be filed."""
    at_work = WorkOrder.objects.living().filter(
        provider=OuterRef("provider"), request__application=OuterRef("application")
    )
    left = Entrustment.objects.living().filter(
        ~Exists(at_work), application__permits__in=Permit.objects.to_file()
    )
    cases = Application.objects.filter(entrustments__in=left).distinct().order_by("pk")
    sweep(cases, _find_filer)


@transaction.atomic
def _find_filer(application):
    find_filer(lock(application), by=SYSTEM)


def find_filer(application, *, by):
    """See that somebody at work can file what is planned or was refused; without a mandate the applicant does."""
    to_file = application.permits.to_file()
    orders = {order.pk: order for order in joint_orders(application).select_related("provider", "request")}
    needing = set(to_file.values_list("orders", flat=True))
    is_found = choose_filer(application, load_runs(needing & orders.keys()), orders, by=by)
    is_nobodys = not (is_found or application.entrustments.living().exists())
    if is_nobodys and to_file.filter(filed_by=Filer.PROVIDER).update(filed_by=Filer.APPLICANT):
        settle_case(application, by=by)


def choose_filer(application, runs, orders, *, by):
    """Where the applicant wants it a provider files for all: first the one that opens the ground farthest.

    Whether one does, or there is nothing to file.
    """
    if not application.permits.to_file().exists():
        return True
    entrusted = application.entrustments.living().first()
    if entrusted and any(order.provider_id == entrusted.provider_id for order in orders.values()):
        return True
    filer = pick_filer(runs)
    if filer is None or not (entrusted or first_choice(application)):
        return False
    entrust(application, orders[filer].provider, by=by)
    return True
