"""Several that were refused may be filed again as one: each refused one names what it was filed again as."""

import django.db.models.deletion
from django.db import migrations, models


def turn_round(apps, schema_editor):
    permit = apps.get_model("approvals", "Permit")
    for fresh in permit.objects.exclude(replaces=None).order_by("-pk"):
        permit.objects.filter(pk=fresh.replaces_id).update(replaced_by=fresh)


def turn_back(apps, schema_editor):
    permit = apps.get_model("approvals", "Permit")
    for refused in permit.objects.exclude(replaced_by=None).order_by("-pk"):
        permit.objects.filter(pk=refused.replaced_by_id).update(replaces=refused)


class Migration(migrations.Migration):
    dependencies = [("approvals", "0007_no_procedure_ends_before_it_starts")]

    operations = [
        migrations.AlterField(
            "permit",
            "replaces",
            models.ForeignKey(
                "approvals.permit",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                verbose_name="原申报",
            ),
        ),
        migrations.AddField(
            "permit",
            "replaced_by",
            models.ForeignKey(
                "approvals.permit",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replaced",
                verbose_name="重新申报为",
            ),
        ),
        migrations.RunPython(turn_round, turn_back),
    ]
