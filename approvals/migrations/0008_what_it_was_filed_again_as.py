"""Several that were refused may be filed again as one: each refused one names what it was filed again as."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("approvals", "0007_no_procedure_ends_before_it_starts")]

    operations = [
        migrations.AlterField(
            "permit",
            "replaces",
            models.ForeignKey(
                "approvals.permit",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                verbose_name="原申报",
            ),
        ),
        migrations.AddField(
            "permit",
            "replaced_by",
            models.ForeignKey(
                "approvals.permit",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replaced",
                verbose_name="重新申报为",
            ),
        ),
    ]
