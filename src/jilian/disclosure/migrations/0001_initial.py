import django.db.models.deletion
import jilian.base.creating
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('places', '0001_initial'),
    ]

    operations = [
        jilian.base.creating.CreateModels(
            models=[
                migrations.CreateModel(
                    name='DeclaredTable',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.SlugField(max_length=60, verbose_name='key')),
                        ('version', models.PositiveSmallIntegerField(default=1, verbose_name='version')),
                        ('name', models.CharField(max_length=120, verbose_name='name')),
                        ('name_en', models.CharField(max_length=120, verbose_name='English name')),
                        ('measure', models.CharField(choices=[('firms', 'number of firms'), ('amount', 'sum over firms'), ('people', 'number of people'), ('mixed', 'several measures')], max_length=8, verbose_name='measure')),
                        ('unit', models.CharField(blank=True, max_length=20, verbose_name='unit')),
                        ('unit_en', models.CharField(blank=True, max_length=40, verbose_name='unit in English')),
                        ('dimensions', models.JSONField(verbose_name='dimensions')),
                        ('rule', models.JSONField(verbose_name='rule')),
                        ('roles', models.CharField(max_length=400, verbose_name='shown to')),
                        ('declared_at', models.DateTimeField(verbose_name='declared at')),
                        ('declared_by', models.CharField(max_length=150, verbose_name='declared by')),
                        ('replaced_at', models.DateTimeField(blank=True, null=True, verbose_name='replaced at')),
                        ('world', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='declared_tables', to='places.world', verbose_name='world')),
                    ],
                    options={
                        'verbose_name': 'declared table',
                        'ordering': ('key', '-version'),
                        'constraints': [models.UniqueConstraint(fields=('world', 'key', 'version'), name='declared_table_version_once'), models.UniqueConstraint(condition=models.Q(('replaced_at__isnull', True)), fields=('world', 'key'), name='declared_table_has_one_version_in_force')],
                    },
                ),
                migrations.CreateModel(
                    name='Release',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('period', models.CharField(max_length=16, verbose_name='period')),
                        ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                        ('members', models.JSONField(default=list, verbose_name='members of the dimensions')),
                        ('figures', models.JSONField(default=dict, verbose_name='counts of cells')),
                        ('note', models.CharField(blank=True, max_length=300, verbose_name='note of correction')),
                        ('fingerprint', models.CharField(max_length=64, verbose_name='fingerprint (SHA-256)')),
                        ('released_at', models.DateTimeField(verbose_name='released at')),
                        ('released_by', models.CharField(max_length=150, verbose_name='released by')),
                        ('table', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='releases', to='disclosure.declaredtable', verbose_name='table')),
                    ],
                    options={
                        'verbose_name': 'release of a table',
                        'ordering': ('-period', '-number'),
                        'constraints': [models.UniqueConstraint(fields=('table', 'period', 'number'), name='release_numbered_once')],
                    },
                ),
                migrations.CreateModel(
                    name='ReleasedCell',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.CharField(max_length=200, verbose_name='key')),
                        ('value', models.DecimalField(blank=True, decimal_places=4, max_digits=20, null=True, verbose_name='value')),
                        ('kind', models.CharField(choices=[('amount', 'sum over firms'), ('count', 'number of firms'), ('people', 'number of people'), ('apart', 'ratio, in no sum')], max_length=6, verbose_name='kind')),
                        ('hidden', models.CharField(blank=True, choices=[('primary', 'by the rule'), ('secondary', 'to protect others')], max_length=9, verbose_name='hidden')),
                        ('low', models.DecimalField(blank=True, decimal_places=4, max_digits=20, null=True, verbose_name='least')),
                        ('high', models.DecimalField(blank=True, decimal_places=4, max_digits=20, null=True, verbose_name='most')),
                        ('release', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cells', to='disclosure.release', verbose_name='release')),
                    ],
                    options={
                        'verbose_name': 'released cell',
                        'ordering': ('pk',),
                        'constraints': [models.UniqueConstraint(fields=('release', 'key'), name='released_cell_once'), models.CheckConstraint(condition=models.Q(('hidden', ''), ('value__isnull', True), _connector='OR'), name='hidden_cell_has_no_value')],
                    },
                ),
            ],
        ),
    ]
