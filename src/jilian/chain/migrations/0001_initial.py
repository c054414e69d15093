import django.db.models.deletion
import jilian.base.creating
import jilian.base.encryption
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('clusters', '0001_initial'),
        ('firms', '0001_initial'),
        ('network', '0001_initial'),
        ('places', '0001_initial'),
    ]

    operations = [
        jilian.base.creating.CreateModels(
            models=[
                migrations.CreateModel(
                    name='CriticalRun',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('as_of', models.DateField(verbose_name='as of')),
                        ('epsilon', models.FloatField(verbose_name='limit of convergence')),
                        ('state', models.CharField(choices=[('waiting', 'waiting'), ('running', 'running'), ('done', 'done'), ('failed', 'stopped')], default='waiting', max_length=8, verbose_name='state')),
                        ('note', models.CharField(blank=True, max_length=40, verbose_name='note')),
                        ('summary', models.JSONField(default=dict, help_text='Firms, links, and how much of them is unknown.', verbose_name='summary')),
                        ('asked_at', models.DateTimeField(verbose_name='asked for at')),
                        ('asked_by', models.CharField(max_length=150, verbose_name='asked for by')),
                        ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended at')),
                        ('snapshot', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='critical_runs', to='network.snapshot', verbose_name='snapshot')),
                        ('world', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='critical_runs', to='places.world', verbose_name='world')),
                    ],
                    options={
                        'verbose_name': 'critical list',
                        'ordering': ('-asked_at', '-pk'),
                        'indexes': [models.Index(fields=['world', 'state', '-asked_at'], name='critical_latest')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'done'), _negated=True), ('snapshot__isnull', False), _connector='OR'), name='critical_list_done_has_its_snapshot')],
                    },
                ),
                migrations.CreateModel(
                    name='FirmIndex',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('rank', models.PositiveIntegerField(verbose_name='rank')),
                        ('index', models.FloatField(verbose_name='index')),
                        ('down', models.FloatField(verbose_name='index downstream')),
                        ('up', models.FloatField(verbose_name='index upstream')),
                        ('known_index', models.FloatField(blank=True, help_text='Empty: no known link.', null=True, verbose_name='index on known links')),
                        ('industry', models.CharField(blank=True, max_length=4, verbose_name='class')),
                        ('town', models.CharField(blank=True, max_length=12, verbose_name='town')),
                        ('known_links', models.PositiveIntegerField(verbose_name='known links')),
                        ('inferred_links', models.PositiveIntegerField(verbose_name='inferred links')),
                        ('cluster', models.ForeignKey(blank=True, help_text='Empty: of the whole world.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='clusters.cluster', verbose_name='within the cluster')),
                        ('firm', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='firms.firm', verbose_name='firm')),
                        ('run', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='chain.criticalrun', verbose_name='list')),
                    ],
                    options={
                        'verbose_name': 'index of a firm',
                        'ordering': ('rank',),
                        'indexes': [models.Index(fields=['run', 'cluster', 'rank'], name='firm_index_in_order')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('cluster__isnull', True)), fields=('run', 'firm'), name='firm_index_once_in_the_world'), models.UniqueConstraint(condition=models.Q(('cluster__isnull', False)), fields=('run', 'cluster', 'firm'), name='firm_index_once_in_a_cluster'), models.CheckConstraint(condition=models.Q(('index__gte', 0), ('index__lte', 1)), name='firm_index_is_a_share')],
                    },
                ),
                migrations.CreateModel(
                    name='Scenario',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=80, verbose_name='name')),
                        ('reason', models.CharField(max_length=300, verbose_name='reason')),
                        ('shock', models.JSONField(verbose_name='what fails')),
                        ('what', models.CharField(max_length=200, verbose_name='what fails, in words')),
                        ('made_at', models.DateTimeField(verbose_name='made at')),
                        ('made_by', models.CharField(max_length=150, verbose_name='made by')),
                        ('put_away_at', models.DateTimeField(blank=True, null=True, verbose_name='put away at')),
                        ('put_away_by', models.CharField(blank=True, max_length=150, verbose_name='put away by')),
                        ('cluster', models.ForeignKey(blank=True, help_text='Computed on the links of its firms; empty: on the whole network.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='clusters.cluster', verbose_name='within the cluster')),
                        ('world', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scenarios', to='places.world', verbose_name='world')),
                    ],
                    options={
                        'verbose_name': 'scenario',
                        'ordering': ('-made_at', '-pk'),
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('reason', ''), _negated=True)), name='scenario_has_name_and_reason')],
                    },
                ),
                migrations.CreateModel(
                    name='ScenarioResult',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('epsilon', models.FloatField(verbose_name='limit of convergence')),
                        ('index', models.FloatField(verbose_name='index')),
                        ('down', models.FloatField(verbose_name='index downstream')),
                        ('up', models.FloatField(verbose_name='index upstream')),
                        ('stopped', models.PositiveIntegerField(verbose_name='firms that fail by the assumption')),
                        ('hit', models.PositiveIntegerField(verbose_name='further firms hit')),
                        ('firms', models.PositiveIntegerField(verbose_name='firms of the network')),
                        ('unknown', models.JSONField(verbose_name='what is unknown')),
                        ('hits', models.JSONField(help_text='Key, step and level left of each firm.', verbose_name='firms hit')),
                        ('computed_at', models.DateTimeField(verbose_name='computed at')),
                        ('computed_by', models.CharField(max_length=150, verbose_name='computed by')),
                        ('scenario', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='results', to='chain.scenario', verbose_name='scenario')),
                        ('snapshot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.snapshot', verbose_name='snapshot')),
                    ],
                    options={
                        'verbose_name': 'result of a scenario',
                        'ordering': ('computed_at', 'pk'),
                        'constraints': [models.UniqueConstraint(fields=('scenario', 'snapshot', 'epsilon'), name='scenario_result_once_a_snapshot')],
                    },
                ),
                migrations.CreateModel(
                    name='SingleSource',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('product', 'product'), ('class', 'class of industry of the supplier')], max_length=8, verbose_name='told by')),
                        ('what', models.CharField(max_length=120, verbose_name='input')),
                        ('is_inferred', models.BooleanField(help_text='Nobody stated the link; it was computed.', verbose_name='inferred')),
                        ('is_essential', models.BooleanField(help_text='Without it the buyer stops, by the stated rule.', verbose_name='essential')),
                        ('others_inferred', models.PositiveIntegerField(default=0, help_text='Suppliers of the same input that were computed and nobody stated.', verbose_name='further inferred suppliers')),
                        ('buyer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='firms.firm', verbose_name='buyer')),
                        ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='single_sources', to='chain.criticalrun', verbose_name='list')),
                        ('supplier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='firms.firm', verbose_name='supplier')),
                    ],
                    options={
                        'verbose_name': 'single source',
                        'ordering': ('pk',),
                        'indexes': [models.Index(fields=['run', 'buyer'], name='single_source_by_buyer')],
                        'constraints': [models.UniqueConstraint(fields=('run', 'buyer', 'kind', 'what'), name='single_source_once')],
                    },
                ),
                migrations.CreateModel(
                    name='StockStatement',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('product', jilian.base.encryption.SealedTextField(blank=True, help_text='Empty: the shortest of all inputs.', verbose_name='input')),
                        ('days', jilian.base.encryption.SealedDecimalField(decimal_places=1, verbose_name='days of supply')),
                        ('use', models.CharField(choices=[('own', "for the own firm's page alone"), ('what_if', 'also as hours in what-ifs of the offices that mind the chain')], max_length=8, verbose_name='given for')),
                        ('stated_on', models.DateField(verbose_name='stated on')),
                        ('entered_at', models.DateTimeField(verbose_name='entered at')),
                        ('entered_by', models.CharField(max_length=150, verbose_name='entered by')),
                        ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='withdrawn at')),
                        ('firm', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='firms.firm', verbose_name='firm')),
                    ],
                    options={
                        'verbose_name': 'stock that a firm states',
                        'ordering': ('-stated_on', '-pk'),
                    },
                ),
            ],
        ),
    ]
