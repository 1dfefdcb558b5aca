"""A departure becomes a dated spell like every other state; names become comparable whatever their case and accents."""

import unicodedata

from django.db import migrations


def fill(apps, schema_editor):
    Member = apps.get_model("members", "Member")
    Spell = apps.get_model("members", "Spell")
    for row in Member.objects.all().iterator():
        text = unicodedata.normalize("NFKD", row.name.casefold())
        row.search = " ".join("".join(c for c in text if not unicodedata.combining(c)).split())
        row.save(update_fields=["search"])
        if row.left_at is not None:
            Spell.objects.create(member=row, kind="left", starts_at=row.left_at)


def empty(apps, schema_editor):
    apps.get_model("members", "Spell").objects.filter(kind="left").delete()


class Migration(migrations.Migration):

    dependencies = [
        ("members", "0002_dated_states"),
    ]

    operations = [
        migrations.RunPython(fill, empty, elidable=True),
    ]
