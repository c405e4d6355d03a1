"""How long a bad rating may take to be put right: 5 and 15 working days are seen elsewhere, none is set here yet."""

from django.db import migrations

SOURCE = "参照外地好差评整改期限，待本区确认"
WORKDAYS = {"usual": 5, "hard": 15}


def seed(apps, schema_editor):
    terms = apps.get_model("oversight", "MendingTerm").objects
    for code, workdays in WORKDAYS.items():
        terms.get_or_create(code=code, defaults={"workdays": workdays, "source": SOURCE})


class Migration(migrations.Migration):
    dependencies = [("oversight", "0004_ratings_and_duties")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
