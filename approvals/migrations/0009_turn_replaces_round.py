"""In a transaction of its own: PostgreSQL alters no table whose rows it has still to check."""

from django.db import migrations


def turn_round(apps, schema_editor):
    permit = apps.get_model("approvals", "Permit")
    for fresh in permit.objects.exclude(replaces=None).order_by("-pk"):
        permit.objects.filter(pk=fresh.replaces_id).update(replaced_by=fresh)


def turn_back(apps, schema_editor):
    permit = apps.get_model("approvals", "Permit")
    for refused in permit.objects.exclude(replaced_by=None).order_by("-pk"):
        permit.objects.filter(pk=refused.replaced_by_id).update(replaces=refused)


class Migration(migrations.Migration):
    dependencies = [("approvals", "0008_what_it_was_filed_again_as")]

    operations = [migrations.RunPython(turn_round, turn_back)]
