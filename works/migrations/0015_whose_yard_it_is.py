"""A stretch within the plot of one case is that case's alone; where several have used the words it stays as it was."""

from django.db import migrations


def say_whose(apps, schema_editor):
    section = apps.get_model("works", "RoadSection")
    route = apps.get_model("works", "Route")
    for yard in section.objects.filter(is_inside_plot=True):
        cases = set(route.objects.filter(section=yard).values_list("part__plan__application", flat=True))
        if len(cases) == 1:
            [case] = cases
            section.objects.filter(pk=yard.pk).update(yard_of=case, key=f"{yard.key}|{case}")


def forget(apps, schema_editor):
    section = apps.get_model("works", "RoadSection")
    for yard in section.objects.exclude(yard_of=None):
        shared = yard.key.rpartition("|")[0]
        if not section.objects.filter(key=shared).exists():
            section.objects.filter(pk=yard.pk).update(yard_of=None, key=shared)


class Migration(migrations.Migration):
    dependencies = [("works", "0014_yards_and_leads")]

    operations = [migrations.RunPython(say_whose, forget)]
