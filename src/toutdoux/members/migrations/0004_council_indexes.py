from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('members', '0003_departures_as_spells'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='votingright',
            index=models.Index(fields=['member', 'starts_at', 'ends_at'], name='members_right_at'),
        ),
        migrations.AddIndex(
            model_name='spell',
            index=models.Index(fields=['member', 'starts_at', 'ends_at', 'kind'], name='members_spell_at'),
        ),
    ]
