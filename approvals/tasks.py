from celery import shared_task

from . import services


@shared_task(ignore_result=True)
def end_road_waits():
    """Every hour: let be filed what waited for the day a road may be opened again."""
    services.end_road_waits()
