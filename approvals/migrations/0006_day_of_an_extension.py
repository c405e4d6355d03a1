import common.clock
from django.db import migrations, models
from django.db.models import F


def date_extensions(apps, schema_editor):
    """Noted when it was approved, as far as anybody knows."""
    for extension in apps.get_model("approvals", "PermitExtension").objects.all():
        extension.approved_on = common.clock.local_date(extension.at)
        extension.save(update_fields=["approved_on"])


def mend_spans(apps, schema_editor):
    """A decision that was dated back before the procedure let it end before it began: it lasted no time at all."""
    spans = apps.get_model("approvals", "PermitSpan").objects
    spans.filter(ends_at__lt=F("starts_at")).update(ends_at=F("starts_at"))


class Migration(migrations.Migration):

    dependencies = [
        ('approvals', '0005_further_papers'),
    ]

    operations = [
        migrations.AddField(
            model_name='permitextension',
            name='approved_on',
            field=models.DateField(default=common.clock.today, verbose_name='批准日期'),
        ),
        migrations.RunPython(date_extensions, migrations.RunPython.noop),
        migrations.RunPython(mend_spans, migrations.RunPython.noop),
    ]
