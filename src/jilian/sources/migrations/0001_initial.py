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
                    name='Source',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.CharField(max_length=80, unique=True, verbose_name='key')),
                        ('kind', models.CharField(choices=[('published', 'published document or list'), ('upload', 'uploaded table'), ('person', 'entered by a person'), ('inferred', 'inferred by computation'), ('formation', 'formation run'), ('made', 'made up')], max_length=12, verbose_name='kind')),
                        ('title', models.CharField(max_length=300, verbose_name='title')),
                        ('publisher', models.CharField(blank=True, max_length=200, verbose_name='publisher')),
                        ('reference', models.CharField(blank=True, help_text='Address, repository or file.', max_length=500, verbose_name='reference')),
                        ('licence', models.CharField(blank=True, max_length=300, verbose_name='licence')),
                        ('issued_on', models.DateField(blank=True, null=True, verbose_name='issued on')),
                        ('note', models.TextField(blank=True, verbose_name='note')),
                        ('fingerprint', models.CharField(blank=True, max_length=64, verbose_name='fingerprint (SHA-256)')),
                        ('authoritative', models.BooleanField(default=False, help_text='A registry or licence: what it states is questioned, never overwritten.', verbose_name='authoritative')),
                        ('recorded_at', models.DateTimeField(verbose_name='recorded at')),
                        ('recorded_by', models.CharField(max_length=150, verbose_name='recorded by')),
                    ],
                    options={
                        'verbose_name': 'source',
                        'ordering': ('key',),
                        'constraints': [models.CheckConstraint(condition=models.Q(('authoritative', False), ('kind__in', ('published', 'upload', 'made')), _connector='OR'), name='only_a_document_or_table_is_authoritative')],
                    },
                ),
                migrations.CreateModel(
                    name='PublishedFact',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.CharField(max_length=40, verbose_name='key')),
                        ('quote', models.CharField(blank=True, max_length=300, verbose_name='quotation')),
                        ('subject', models.CharField(max_length=120, verbose_name='subject')),
                        ('measure', models.CharField(max_length=80, verbose_name='measure')),
                        ('value', models.DecimalField(blank=True, decimal_places=6, max_digits=20, null=True, verbose_name='value')),
                        ('comparator', models.CharField(blank=True, choices=[('=', 'exactly'), ('>', 'more than'), ('>=', 'at least'), ('<', 'less than'), ('~', 'about'), ('', 'no value stated')], max_length=2, verbose_name='bound')),
                        ('unit', models.CharField(blank=True, max_length=30, verbose_name='unit')),
                        ('period', models.CharField(blank=True, max_length=60, verbose_name='period')),
                        ('unclear', models.TextField(blank=True, verbose_name='what is unclear')),
                        ('confidence', models.CharField(blank=True, max_length=40, verbose_name='confidence')),
                        ('growth_pct', models.DecimalField(blank=True, decimal_places=3, max_digits=9, null=True, verbose_name='published growth (%)')),
                        ('growth_kind', models.CharField(blank=True, max_length=20, verbose_name='kind of that growth')),
                        ('vintage', models.CharField(blank=True, max_length=40, verbose_name='vintage or basis')),
                        ('world', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='places.world', verbose_name='world')),
                        ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='facts', to='sources.source', verbose_name='source')),
                    ],
                    options={
                        'verbose_name': 'published fact',
                        'ordering': ('key',),
                        'constraints': [models.UniqueConstraint(fields=('world', 'key'), name='published_fact_key_once'), models.CheckConstraint(condition=models.Q(('value__isnull', False), ('comparator', ''), _connector='OR'), name='published_fact_bound_needs_a_value')],
                    },
                ),
            ],
        ),
    ]
