from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def take_day_of_visit(apps, schema_editor):
    """Who is mending now does so until the day of his visit, as it was told him."""
    Attendance = apps.get_model("inspections", "Attendance")
    Visit = apps.get_model("inspections", "Visit")
    day = Visit.objects.filter(pk=OuterRef("visit")).values("on")
    mending = Attendance.objects.exclude(mender="").filter(visit__status__in=["proposed", "fixed"], left_at=None)
    mending.update(mends_until=Subquery(day))


class Migration(migrations.Migration):

    dependencies = [
        ('inspections', '0007_why_unsigned'),
    ]

    operations = [
        migrations.AddField(
            model_name='attendance',
            name='mends_until',
            field=models.DateField(blank=True, null=True, verbose_name='整改到哪天'),
        ),
        migrations.RunPython(take_day_of_visit, migrations.RunPython.noop),
    ]
