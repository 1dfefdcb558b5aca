import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('associations', '0001_initial'),
        ('decisions', '0002_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='rulebookversion',
            name='action',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='decisions.action'),
        ),
    ]
