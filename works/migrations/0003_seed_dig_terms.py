"""Terms of joining, protection and warranty. No figure of this district was found: to be confirmed."""

from django.db import migrations

SOURCE = "示例数值，未见公开依据，待本区确认"
DAYS = {"joining": 30, "offer": 5, "protection": 365, "warranty": 365}


def seed(apps, schema_editor):
    terms = apps.get_model("works", "DigTerm").objects
    for kind, days in DAYS.items():
        terms.get_or_create(kind=kind, defaults={"days": days, "source": SOURCE})


class Migration(migrations.Migration):
    dependencies = [("works", "0002_digs")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
