from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("applications", "0016_paper_kinds")]

    operations = [
        migrations.AlterField(
            model_name="event",
            name="audience",
            field=models.CharField(
                blank=True,
                choices=[("", "所有相关人"), ("staff", "工作人员"), ("watch", "统筹和督办人员")],
                default="",
                max_length=10,
            ),
        ),
    ]
