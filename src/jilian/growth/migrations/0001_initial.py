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
                    name='DevelopedCount',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('called', models.CharField(blank=True, help_text='For example 经开区, where the list of divisions has a longer name.', max_length=60, verbose_name='as papers call it')),
                        ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                        ('revision', models.PositiveIntegerField(verbose_name='revision')),
                        ('in_clusters', models.PositiveIntegerField(verbose_name='newly developed in clusters')),
                        ('second', models.PositiveIntegerField(verbose_name='newly developed in all, or outside clusters')),
                        ('total_kind', models.CharField(choices=[('contains', 'the total contains those in clusters'), ('disjoint', 'the second number is those outside clusters')], max_length=8, verbose_name='what the second number is')),
                        ('counted_on', models.DateField(verbose_name='counted on')),
                        ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason of the revision')),
                        ('entered_at', models.DateTimeField(verbose_name='entered at')),
                        ('entered_by', models.CharField(max_length=150, verbose_name='entered by')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.division', verbose_name='unit')),
                        ('world', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='developed_counts', to='places.world', verbose_name='world')),
                    ],
                    options={
                        'verbose_name': 'count of newly developed members',
                        'ordering': ('-year', 'unit__code', '-revision'),
                        'constraints': [models.UniqueConstraint(fields=('world', 'unit', 'year', 'revision'), name='developed_count_revision_once'), models.CheckConstraint(condition=models.Q(('total_kind', 'disjoint'), ('in_clusters__lte', models.F('second')), _connector='OR'), name='developed_in_clusters_within_the_total'), models.CheckConstraint(condition=models.Q(('revision', 1), models.Q(('reason', ''), _negated=True), _connector='OR'), name='developed_count_revised_with_a_reason')],
                    },
                ),
                migrations.CreateModel(
                    name='MonthlyReport',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('month', models.DateField(help_text='Its first day.', verbose_name='month')),
                        ('revision', models.PositiveIntegerField(verbose_name='revision')),
                        ('content', models.TextField(verbose_name='content')),
                        ('fingerprint', models.CharField(max_length=64, verbose_name='fingerprint (SHA-256)')),
                        ('compiled_at', models.DateTimeField(verbose_name='compiled at')),
                        ('compiled_by', models.CharField(max_length=150, verbose_name='compiled by')),
                        ('world', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='monthly_reports', to='places.world', verbose_name='world')),
                    ],
                    options={
                        'verbose_name': 'monthly report',
                        'ordering': ('-month', '-revision'),
                        'constraints': [models.UniqueConstraint(fields=('world', 'month', 'revision'), name='report_revision_once')],
                    },
                ),
            ],
        ),
    ]
