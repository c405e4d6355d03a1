import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('applications', '0017_watch'),
        ('inspections', '0004_more_reminders'),
    ]

    operations = [
        migrations.AddField(
            model_name='visit',
            name='record',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='visits', to='applications.paper'),
        ),
    ]
