"""The ledger keeps a salted digest of each old row: the salt lives beside the row, and goes with it when it is erased."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("decisions", "0003_append_only")]

    operations = [
        migrations.AddField("historicalrecord", "salt", models.CharField(blank=True, max_length=32)),
    ]
