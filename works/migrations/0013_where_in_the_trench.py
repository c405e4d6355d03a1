"""Where on its section each party lies. Of those who lie there already the confirmed plan says it; where that is longer
or shorter than what they have in the trench, the first metres of the section are meant."""

from decimal import Decimal

from django.db import migrations, models

from works.extent import Extent


def take_from_plans(apps, schema_editor):
    parties = apps.get_model("works", "DigParty").objects.filter(left_at=None, dig__kind="planned")
    for party in parties.exclude(order=None).select_related("dig"):
        extent = _planned(apps, party)
        if extent.metres == party.metres:
            party.stretches = extent.write()
            party.save(update_fields=["stretches"])


def _planned(apps, party):
    cuts = apps.get_model("works", "Route").objects.filter(
        part__order=party.order_id,
        part__status="confirmed",
        section=party.dig.section_id,
        method="open_cut",
    )
    return Extent((Decimal(cut.start), cut.start + cut.metres) for cut in cuts)


class Migration(migrations.Migration):

    dependencies = [
        ("works", "0012_photos_of_trenches"),
    ]

    operations = [
        migrations.AddField(
            model_name="digparty",
            name="stretches",
            field=models.JSONField(blank=True, default=list, editable=False, verbose_name="沟内起止（米）"),
        ),
        migrations.RunPython(take_from_plans, migrations.RunPython.noop),
    ]
