"""A channel may have several addresses: each message says which of them it is for."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('integrations', '0002_gesture_links'),
    ]

    operations = [
        migrations.AddField(
            model_name='delivery',
            name='address',
            field=models.CharField(blank=True, default='', max_length=40),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('address', ''), _negated=True), fields=['address', 'created_at'], name='integrations_by_address'),
        ),
    ]
