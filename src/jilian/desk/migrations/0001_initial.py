import django.db.models.deletion
import jilian.base.creating
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('places', '0001_initial'),
        ('sources', '0001_initial'),
    ]

    operations = [
        jilian.base.creating.CreateModels(
            models=[
                migrations.CreateModel(
                    name='DataAgreement',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('partner', models.CharField(max_length=120, verbose_name='partner')),
                        ('subject', models.CharField(help_text='For example: list of firms with addresses.', max_length=200, verbose_name='which data')),
                        ('purpose', models.CharField(max_length=300, verbose_name='may be used for')),
                        ('sharing', models.CharField(choices=[('unconditional', 'shared without conditions'), ('conditional', 'shared on conditions'), ('excluded', 'not shared')], max_length=16, verbose_name='sharing')),
                        ('conditions', models.CharField(blank=True, help_text='Needed where sharing is conditional or excluded.', max_length=300, verbose_name='conditions')),
                        ('document', models.CharField(blank=True, max_length=200, verbose_name='document')),
                        ('valid_from', models.DateField(verbose_name='from')),
                        ('valid_until', models.DateField(blank=True, help_text='Last day; empty where it has no end.', null=True, verbose_name='until')),
                        ('ended_on', models.DateField(blank=True, null=True, verbose_name='ended on')),
                        ('recorded_at', models.DateTimeField(verbose_name='recorded at')),
                        ('recorded_by', models.CharField(max_length=150, verbose_name='recorded by')),
                        ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sources.source', verbose_name='source')),
                        ('world', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='agreements', to='places.world', verbose_name='world')),
                    ],
                    options={
                        'verbose_name': 'data agreement',
                        'ordering': ('partner', 'pk'),
                        'constraints': [models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='agreement_starts_before_it_ends'), models.CheckConstraint(condition=models.Q(('sharing', 'unconditional'), models.Q(('conditions', ''), _negated=True), _connector='OR'), name='agreement_says_its_conditions')],
                    },
                ),
                migrations.CreateModel(
                    name='QualityFigure',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('measure', models.CharField(choices=[('credit_code', 'Firms with a credit code'), ('industry', 'Firms with an industry'), ('site', 'Firms with a site'), ('coordinates', 'Firms with coordinates'), ('stale', 'Firms not confirmed for a year'), ('duplicates', 'Possible duplicates open'), ('conflicts', 'Contradictions between sources'), ('problems', 'Rows with problems in uploads')], max_length=24, verbose_name='measure')),
                        ('day', models.DateField(verbose_name='day')),
                        ('part', models.BigIntegerField(verbose_name='numerator')),
                        ('whole', models.BigIntegerField(blank=True, help_text='Empty for a plain count.', null=True, verbose_name='denominator')),
                        ('measured_at', models.DateTimeField(verbose_name='measured at')),
                        ('world', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='quality_figures', to='places.world', verbose_name='world')),
                    ],
                    options={
                        'verbose_name': 'quality figure',
                        'ordering': ('measure', 'day'),
                        'constraints': [models.UniqueConstraint(fields=('world', 'measure', 'day'), name='quality_measured_once_a_day'), models.CheckConstraint(condition=models.Q(('whole__isnull', True), ('part__lte', models.F('whole')), _connector='OR'), name='quality_part_within_whole')],
                    },
                ),
            ],
        ),
    ]
