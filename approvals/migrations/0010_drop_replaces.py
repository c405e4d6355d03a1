from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("approvals", "0009_turn_replaces_round")]

    operations = [migrations.RemoveField("permit", "replaces")]
