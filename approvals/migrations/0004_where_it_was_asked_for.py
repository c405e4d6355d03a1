"""What was asked for is kept as from where to where. Of permits from before only the length is known: they are taken
as good for the whole section."""

from django.db import migrations, models

BY_METRES = ("planning", "road_digging")


def keep_extents(apps, schema_editor):
    RoadSection = apps.get_model("works", "RoadSection")
    metres = {str(key): str(length) for key, length in RoadSection.objects.values_list("pk", "metres")}
    for permit in apps.get_model("approvals", "Permit").objects.exclude(amounts={}).select_related("type"):
        is_by_metres = permit.type.code in BY_METRES
        permit.amounts = {
            place: [["0", metres[place.split("-")[-1]] if is_by_metres else amount]] if float(amount) else []
            for place, amount in permit.amounts.items()
        }
        permit.save(update_fields=["amounts"])


class Migration(migrations.Migration):

    dependencies = [
        ("approvals", "0003_what_was_asked_for"),
        ("works", "0013_where_in_the_trench"),
    ]

    operations = [
        migrations.AlterField(
            model_name="permit",
            name="amounts",
            field=models.JSONField(default=dict, editable=False, verbose_name="各路段申报的范围和数量"),
        ),
        migrations.RunPython(keep_extents, migrations.RunPython.noop),
    ]
