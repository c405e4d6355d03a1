from django.db import migrations, models

IN_FORCE = ("pending", "open", "connected")


def drop_owed_of_ended(apps, schema_editor):
    """As happens from now on when an order ends: what nobody has paid of it is owed no longer."""
    fees = apps.get_model("works", "Fee").objects.filter(paid_on=None)
    fees.exclude(part__order__status__in=IN_FORCE).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("works", "0010_dig_news"),
    ]

    operations = [
        migrations.AddField(
            model_name="fee",
            name="recorded_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="登记时间"),
        ),
        migrations.RunPython(drop_owed_of_ended, migrations.RunPython.noop),
    ]
