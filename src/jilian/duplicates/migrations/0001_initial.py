import django.core.serializers.json
import django.db.models.deletion
import jilian.base.creating
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('firms', '0001_initial'),
        ('places', '0001_initial'),
    ]

    operations = [
        jilian.base.creating.CreateModels(
            models=[
                migrations.CreateModel(
                    name='DuplicatePair',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('left_name', models.CharField(max_length=200, verbose_name='name of the first record')),
                        ('right_name', models.CharField(max_length=200, verbose_name='name of the second record')),
                        ('likelihood', models.FloatField(verbose_name='likelihood')),
                        ('reasons', models.CharField(blank=True, max_length=200, verbose_name='reasons')),
                        ('state', models.CharField(choices=[('waiting', 'waits'), ('later', 'put off'), ('same', 'one firm, merged'), ('different', 'two firms'), ('withdrawn', 'no longer proposed')], default='waiting', max_length=10, verbose_name='state')),
                        ('knot', models.BigIntegerField(default=0, verbose_name='group')),
                        ('knot_best', models.FloatField(default=0, verbose_name='best likelihood of the group')),
                        ('proposed_at', models.DateTimeField(verbose_name='proposed at')),
                        ('last_seen_at', models.DateTimeField(verbose_name='last found at')),
                        ('judged_at', models.DateTimeField(blank=True, null=True, verbose_name='judged at')),
                        ('left', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='firms.firm', verbose_name='first record')),
                        ('right', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='firms.firm', verbose_name='second record')),
                        ('world', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='duplicate_pairs', to='places.world', verbose_name='world')),
                    ],
                    options={
                        'verbose_name': 'possible duplicate',
                        'ordering': ('-knot_best', 'knot', '-likelihood', 'pk'),
                        'indexes': [models.Index(fields=['world', 'state', '-knot_best', 'knot', '-likelihood'], name='pairs_best_first'), models.Index(fields=['world', 'state', '-judged_at'], name='pairs_judged_last')],
                        'constraints': [models.UniqueConstraint(fields=('left', 'right'), name='pair_proposed_once'), models.CheckConstraint(condition=models.Q(('left__lt', models.F('right'))), name='pair_has_the_smaller_key_left'), models.CheckConstraint(condition=models.Q(('likelihood__range', (0, 1))), name='pair_likelihood_is_a_share')],
                    },
                ),
                migrations.CreateModel(
                    name='DuplicateSearch',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('state', models.CharField(choices=[('waiting', 'waits for its turn'), ('running', 'under way'), ('done', 'done'), ('failed', 'stopped with an error')], default='waiting', max_length=10, verbose_name='state')),
                        ('steps_done', models.PositiveSmallIntegerField(default=0, verbose_name='steps done')),
                        ('asked_at', models.DateTimeField(verbose_name='asked at')),
                        ('asked_by', models.CharField(max_length=150, verbose_name='asked by')),
                        ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended at')),
                        ('firms', models.PositiveIntegerField(blank=True, null=True, verbose_name='firms')),
                        ('found', models.PositiveIntegerField(blank=True, null=True, verbose_name='pairs found')),
                        ('fresh', models.PositiveIntegerField(blank=True, null=True, verbose_name='new pairs')),
                        ('again', models.PositiveIntegerField(blank=True, null=True, verbose_name='pairs asked about again')),
                        ('withdrawn', models.PositiveIntegerField(blank=True, null=True, verbose_name='pairs withdrawn')),
                        ('world', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='duplicate_searches', to='places.world', verbose_name='world')),
                    ],
                    options={
                        'verbose_name': 'search for duplicates',
                        'ordering': ('-pk',),
                    },
                ),
                migrations.CreateModel(
                    name='Judgement',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('verdict', models.CharField(choices=[('same', 'one firm'), ('different', 'two firms'), ('later', 'later')], max_length=10, verbose_name='judgement')),
                        ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                        ('judged_on', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='judged on')),
                        ('before', models.CharField(choices=[('waiting', 'waits'), ('later', 'put off'), ('same', 'one firm, merged'), ('different', 'two firms'), ('withdrawn', 'no longer proposed')], max_length=10, verbose_name='state before')),
                        ('implied', models.BooleanField(default=False, verbose_name='followed from another judgement')),
                        ('kept_key', models.BigIntegerField(blank=True, null=True, verbose_name='kept record')),
                        ('judged_at', models.DateTimeField(verbose_name='judged at')),
                        ('judged_by', models.CharField(max_length=150, verbose_name='judged by')),
                        ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='undone at')),
                        ('undone_by', models.CharField(blank=True, max_length=150, verbose_name='undone by')),
                        ('merge', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='judgements', to='firms.firmmerge', verbose_name='merge')),
                        ('pair', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='judgements', to='duplicates.duplicatepair', verbose_name='pair')),
                    ],
                    options={
                        'verbose_name': 'judgement',
                        'ordering': ('-pk',),
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('undone_at__isnull', True), ('undone_by', '')), models.Q(('undone_at__isnull', False), models.Q(('undone_by', ''), _negated=True)), _connector='OR'), name='judgement_is_undone_by_somebody'), models.CheckConstraint(condition=models.Q(('verdict', 'same'), models.Q(('kept_key__isnull', True), ('merge__isnull', True)), _connector='OR'), name='only_one_firm_is_merged')],
                    },
                ),
                migrations.CreateModel(
                    name='NameJudgement',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('firm_name', models.CharField(max_length=200, verbose_name='name of the firm')),
                        ('written', models.CharField(max_length=200, verbose_name='written name')),
                        ('form', models.CharField(max_length=200, verbose_name='normal form')),
                        ('verdict', models.CharField(choices=[('same', 'one firm'), ('different', 'two firms')], max_length=10, verbose_name='judgement')),
                        ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                        ('judged_at', models.DateTimeField(verbose_name='judged at')),
                        ('judged_by', models.CharField(max_length=150, verbose_name='judged by')),
                        ('firm', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='firms.firm', verbose_name='firm')),
                        ('world', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='name_judgements', to='places.world', verbose_name='world')),
                    ],
                    options={
                        'verbose_name': 'judgement of a name',
                        'ordering': ('-pk',),
                        'indexes': [models.Index(fields=['world', 'form'], name='names_judged')],
                        'constraints': [models.UniqueConstraint(fields=('firm', 'form'), name='name_judged_once_of_a_firm')],
                    },
                ),
            ],
        ),
    ]
