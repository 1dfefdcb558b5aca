import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('integrations', '0003_addresses_of_channels'),
    ]

    operations = [
        migrations.CreateModel(
            name='SentWords',
            fields=[
                ('delivery', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='integrations.delivery')),
                ('subject', models.CharField(blank=True, max_length=200)),
                ('text', models.TextField()),
            ],
        ),
    ]
