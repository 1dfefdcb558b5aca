"""A giver may share the items out between several holders, and an item never has two; an item may be put off."""

import django.db.models.deletion
from django.db import migrations, models


def represent(apps, schema_editor):
    giver = apps.get_model("assemblies", "Proxy").objects.filter(id=models.OuterRef("proxy_id")).values("giver_id")
    standing = apps.get_model("assemblies", "ProxyItem").objects.filter(proxy__ended_at=None)
    standing.update(represented_id=models.Subquery(giver))


class Migration(migrations.Migration):

    dependencies = [
        ('assemblies', '0002_live'),
        ('members', '0004_council_indexes'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='proxy',
            name='assemblies_one_proxy_each',
        ),
        migrations.AddField(
            model_name='proxyitem',
            name='represented',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.member'),
        ),
        migrations.AddField(
            model_name='item',
            name='later',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='assemblies.item'),
        ),
        migrations.AddConstraint(
            model_name='proxy',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True), ('whole', True)), fields=('assembly', 'giver'), name='assemblies_one_whole_proxy_each'),
        ),
        migrations.AddConstraint(
            model_name='proxy',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('assembly', 'giver', 'holder'), name='assemblies_one_proxy_per_holder'),
        ),
        migrations.AddConstraint(
            model_name='proxyitem',
            constraint=models.UniqueConstraint(fields=('item', 'represented'), name='assemblies_one_holder_for_an_item'),
        ),
        # Last: no table is altered after its rows in one transaction.
        migrations.RunPython(represent, migrations.RunPython.noop, elidable=True),
    ]
