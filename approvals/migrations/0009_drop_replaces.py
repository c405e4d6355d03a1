from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("approvals", "0008_what_it_was_filed_again_as")]

    operations = [migrations.RemoveField("permit", "replaces")]
