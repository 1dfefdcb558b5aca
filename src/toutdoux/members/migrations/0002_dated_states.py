from django.conf import settings
from django.db import migrations, models
import django.db.models.deletion


class Migration(migrations.Migration):

    dependencies = [
        ('associations', '0001_initial'),
        ('decisions', '0001_initial'),
        ('members', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='member',
            name='aliases',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name='member',
            name='contact',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name='member',
            name='kind',
            field=models.CharField(choices=[('person', 'Person'), ('organisation', 'Organisation')], default='person', max_length=12),
        ),
        migrations.AddField(
            model_name='member',
            name='pronoun',
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name='member',
            name='search',
            field=models.CharField(blank=True, max_length=400),
        ),
        migrations.AddField(
            model_name='member',
            name='title',
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.CreateModel(
            name='Spell',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('left', 'Left'), ('excluded', 'Excluded'), ('council', 'Council'), ('withdrawn', 'Withdrawn'), ('leave', 'Leave')], max_length=12)),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField(null=True)),
                ('planned_ends_at', models.DateTimeField(null=True)),
                ('action', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='decisions.action')),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='decisions.action')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.member')),
            ],
        ),
        migrations.CreateModel(
            name='Representative',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField(null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.member')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.member')),
            ],
        ),
        migrations.CreateModel(
            name='Welcome',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('open', models.BooleanField(default=False)),
                ('words', models.TextField(blank=True)),
                ('association', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='associations.association')),
            ],
        ),
        migrations.CreateModel(
            name='JoinRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person_id', models.UUIDField()),
                ('name', models.CharField(max_length=120)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('words', models.TextField(blank=True)),
                ('source_digest', models.CharField(blank=True, max_length=64)),
                ('asked_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(null=True)),
                ('answer', models.CharField(blank=True, choices=[('admitted', 'Admitted'), ('declined', 'Declined'), ('withdrawn', 'Withdrawn')], max_length=12)),
                ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('action', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='decisions.action')),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.member')),
                ('association', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='associations.association')),
            ],
        ),
        migrations.AddIndex(
            model_name='member',
            index=models.Index(fields=['association', 'search', 'id'], name='members_by_name'),
        ),
        migrations.AddConstraint(
            model_name='joinrequest',
            constraint=models.UniqueConstraint(condition=models.Q(('answer', '')), fields=('association', 'person_id'), name='members_asks_once'),
        ),
        migrations.AddConstraint(
            model_name='representative',
            constraint=models.UniqueConstraint(condition=models.Q(('ends_at__isnull', True)), fields=('organisation', 'person'), name='members_represents_once'),
        ),
        migrations.AddConstraint(
            model_name='representative',
            constraint=models.CheckConstraint(condition=models.Q(('organisation', models.F('person')), _negated=True), name='members_represents_another'),
        ),
        migrations.AddConstraint(
            model_name='spell',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__isnull', True), ('ends_at__gte', models.F('starts_at')), _connector='OR'), name='members_spell_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='spell',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['left', 'leave']), ('action__isnull', False), _connector='OR'), name='members_spell_names_its_action'),
        ),
        migrations.AddConstraint(
            model_name='spell',
            constraint=models.UniqueConstraint(condition=models.Q(('ends_at__isnull', True), models.Q(('kind', 'leave'), _negated=True)), fields=('member', 'kind'), name='members_one_open_spell'),
        ),
    ]
