"""A maximum for every reason of a pause. No published figure was found: to be confirmed by the district."""

from django.db import migrations

SOURCE = "示例数值，未见公开依据，待本区确认"
DAYS = {
    "applicant_materials": 10,
    "applicant_site": 20,
    "applicant_payment": 10,
    "applicant_request": 20,
    "special_procedure": 30,
    "public_notice": 10,
    "force_majeure": 10,
}


def seed(apps, schema_editor):
    limits = apps.get_model("milestones", "PauseLimit").objects
    for reason, days in DAYS.items():
        limits.get_or_create(reason=reason, defaults={"days": days, "source": SOURCE})


class Migration(migrations.Migration):
    dependencies = [("milestones", "0004_pauses")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
