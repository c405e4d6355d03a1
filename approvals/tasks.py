from celery import shared_task

from applications.models import Application

from . import services


@shared_task(ignore_result=True)
def end_road_waits():
    """Every hour: let be filed what waited for the day a road may be opened again."""
    services.end_road_waits()


@shared_task(ignore_result=True)
def find_filers():
    """Every hour: cases whose entrusted provider is through while permits are still to be filed."""
    services.find_filers()


@shared_task(ignore_result=True)
def follow_lapses():
    """Every hour: cases that still have to dig or build by a permit whose validity is over."""
    services.follow_lapses()


@shared_task(ignore_result=True)
def follow_backfills():
    """Every minute: cases whose road was backfilled by others before they opened it."""
    services.follow_backfills()


@shared_task(ignore_result=True)
def follow_backfill(pk):
    """One of them, right after the commit."""
    services.follow_backfill(Application.objects.get(pk=pk))
