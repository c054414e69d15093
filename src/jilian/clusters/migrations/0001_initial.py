import django.db.models.deletion
import jilian.base.creating
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('firms', '0001_initial'),
        ('network', '0001_initial'),
        ('organisations', '0001_initial'),
        ('places', '0001_initial'),
        ('sources', '0001_initial'),
    ]

    operations = [
        jilian.base.creating.CreateModels(
            models=[
                migrations.CreateModel(
                    name='Cluster',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('source_row', models.PositiveIntegerField(blank=True, help_text='Row in the table, counted as a reader does.', null=True, verbose_name='row')),
                        ('valid_from', models.DateField(blank=True, help_text='First day; empty where it is not known.', null=True, verbose_name='from')),
                        ('known_by', models.DateField(help_text='First day on which a source shows it; the first day if known.', verbose_name='known by')),
                        ('not_before', models.DateField(blank=True, help_text='Earliest possible first day where the first day is not known.', null=True, verbose_name='not before')),
                        ('valid_to', models.DateField(blank=True, help_text='Day after the last day; empty while it lasts.', null=True, verbose_name='to')),
                        ('key', models.CharField(max_length=60, verbose_name='key')),
                        ('name', models.CharField(help_text='The latest, for lists.', max_length=120, verbose_name='name')),
                        ('name_en', models.CharField(blank=True, max_length=120, verbose_name='English name')),
                        ('sort_key', models.CharField(editable=False, max_length=64, verbose_name='sort key')),
                        ('industry_word', models.CharField(blank=True, max_length=80, verbose_name='industry in a word')),
                        ('host_kind', models.CharField(choices=[('town', 'town or street'), ('bureau', 'bureau'), ('zone', 'development zone'), ('university_town', 'university town'), ('none', 'none yet')], default='none', max_length=16, verbose_name='kind of host')),
                        ('host', models.CharField(blank=True, max_length=120, verbose_name='host')),
                        ('host_division', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.division', verbose_name='town of the host')),
                        ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sources.source', verbose_name='source')),
                        ('world', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='clusters', to='places.world', verbose_name='world')),
                    ],
                    options={
                        'verbose_name': 'cluster',
                        'ordering': ('sort_key', 'pk'),
                        'abstract': False,
                        'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gt', models.F('known_by')), _connector='OR'), name='clusters_cluster_starts_before_it_ends'), models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('known_by', models.F('valid_from')), _connector='OR'), name='clusters_cluster_known_by_is_the_start'), models.CheckConstraint(condition=models.Q(('not_before__isnull', True), models.Q(('not_before__lte', models.F('known_by')), ('valid_from__isnull', True)), _connector='OR'), name='clusters_cluster_bounds_only_unknown_start'), models.UniqueConstraint(fields=('world', 'key'), name='cluster_key_once')],
                    },
                ),
                migrations.CreateModel(
                    name='ClusterBody',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('source_row', models.PositiveIntegerField(blank=True, help_text='Row in the table, counted as a reader does.', null=True, verbose_name='row')),
                        ('valid_from', models.DateField(blank=True, help_text='First day; empty where it is not known.', null=True, verbose_name='from')),
                        ('known_by', models.DateField(help_text='First day on which a source shows it; the first day if known.', verbose_name='known by')),
                        ('not_before', models.DateField(blank=True, help_text='Earliest possible first day where the first day is not known.', null=True, verbose_name='not before')),
                        ('valid_to', models.DateField(blank=True, help_text='Day after the last day; empty while it lasts.', null=True, verbose_name='to')),
                        ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bodies', to='clusters.cluster', verbose_name='cluster')),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='clusters', to='organisations.organisation', verbose_name='organisation')),
                        ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sources.source', verbose_name='source')),
                    ],
                    options={
                        'verbose_name': 'body of a cluster',
                        'abstract': False,
                        'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gt', models.F('known_by')), _connector='OR'), name='clusters_clusterbody_starts_before_it_ends'), models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('known_by', models.F('valid_from')), _connector='OR'), name='clusters_clusterbody_known_by_is_the_start'), models.CheckConstraint(condition=models.Q(('not_before__isnull', True), models.Q(('not_before__lte', models.F('known_by')), ('valid_from__isnull', True)), _connector='OR'), name='clusters_clusterbody_bounds_only_unknown_start'), models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('cluster',), name='cluster_has_one_body_now')],
                    },
                ),
                migrations.CreateModel(
                    name='ClusterName',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('source_row', models.PositiveIntegerField(blank=True, help_text='Row in the table, counted as a reader does.', null=True, verbose_name='row')),
                        ('valid_from', models.DateField(blank=True, help_text='First day; empty where it is not known.', null=True, verbose_name='from')),
                        ('known_by', models.DateField(help_text='First day on which a source shows it; the first day if known.', verbose_name='known by')),
                        ('not_before', models.DateField(blank=True, help_text='Earliest possible first day where the first day is not known.', null=True, verbose_name='not before')),
                        ('valid_to', models.DateField(blank=True, help_text='Day after the last day; empty while it lasts.', null=True, verbose_name='to')),
                        ('text', models.CharField(max_length=120, verbose_name='name')),
                        ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='names', to='clusters.cluster', verbose_name='cluster')),
                        ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sources.source', verbose_name='source')),
                    ],
                    options={
                        'verbose_name': 'name of a cluster',
                        'abstract': False,
                        'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gt', models.F('known_by')), _connector='OR'), name='clusters_clustername_starts_before_it_ends'), models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('known_by', models.F('valid_from')), _connector='OR'), name='clusters_clustername_known_by_is_the_start'), models.CheckConstraint(condition=models.Q(('not_before__isnull', True), models.Q(('not_before__lte', models.F('known_by')), ('valid_from__isnull', True)), _connector='OR'), name='clusters_clustername_bounds_only_unknown_start')],
                    },
                ),
                migrations.CreateModel(
                    name='FormationRun',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('parameters', models.JSONField(verbose_name='parameters')),
                        ('seed', models.PositiveIntegerField(verbose_name='seed')),
                        ('given', models.JSONField(blank=True, help_text='Frozen with the run: clusters it starts from, firms of places in its scope.', null=True, verbose_name='given besides the snapshot')),
                        ('fingerprint', models.CharField(blank=True, editable=False, max_length=64, verbose_name='fingerprint of what went in')),
                        ('state', models.CharField(choices=[('waiting', 'waiting'), ('running', 'running'), ('done', 'done'), ('failed', 'failed')], default='waiting', max_length=8, verbose_name='state')),
                        ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
                        ('summary', models.JSONField(blank=True, help_text='Quality, resolution scan, versions.', null=True, verbose_name='summary')),
                        ('unplaced', models.JSONField(blank=True, help_text='Those with a link, by key.', null=True, verbose_name='firms in no cluster')),
                        ('outcome', models.CharField(blank=True, editable=False, max_length=64, verbose_name='fingerprint of what came out')),
                        ('reproduction', models.JSONField(blank=True, help_text='What computing it again gave.', null=True, verbose_name='last reproduction')),
                        ('started_at', models.DateTimeField(verbose_name='started at')),
                        ('started_by', models.CharField(max_length=150, verbose_name='started by')),
                        ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='finished at')),
                        ('snapshot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='runs', to='network.snapshot', verbose_name='snapshot')),
                        ('world', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='runs', to='places.world', verbose_name='world')),
                    ],
                    options={
                        'verbose_name': 'formation run',
                        'ordering': ('-started_at', '-pk'),
                    },
                ),
                migrations.CreateModel(
                    name='Adoption',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('cluster_name', models.CharField(max_length=120, verbose_name='name of the cluster')),
                        ('is_new', models.BooleanField(verbose_name='founded the cluster')),
                        ('from_day', models.DateField(verbose_name='first day')),
                        ('reason', models.CharField(max_length=300, verbose_name='reason')),
                        ('adopted_at', models.DateTimeField(verbose_name='adopted at')),
                        ('adopted_by', models.CharField(max_length=150, verbose_name='adopted by')),
                        ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='undone at')),
                        ('undone_by', models.CharField(blank=True, max_length=150, verbose_name='undone by')),
                        ('undo_reason', models.CharField(blank=True, max_length=300, verbose_name='why it was undone')),
                        ('world', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='adoptions', to='places.world', verbose_name='world')),
                        ('cluster', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='adoptions', to='clusters.cluster', verbose_name='cluster')),
                        ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='adoptions', to='clusters.formationrun', verbose_name='run')),
                    ],
                    options={
                        'verbose_name': 'adoption',
                        'ordering': ('-adopted_at', '-pk'),
                    },
                ),
                migrations.CreateModel(
                    name='Membership',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('source_row', models.PositiveIntegerField(blank=True, help_text='Row in the table, counted as a reader does.', null=True, verbose_name='row')),
                        ('valid_from', models.DateField(blank=True, help_text='First day; empty where it is not known.', null=True, verbose_name='from')),
                        ('known_by', models.DateField(help_text='First day on which a source shows it; the first day if known.', verbose_name='known by')),
                        ('not_before', models.DateField(blank=True, help_text='Earliest possible first day where the first day is not known.', null=True, verbose_name='not before')),
                        ('valid_to', models.DateField(blank=True, help_text='Day after the last day; empty while it lasts.', null=True, verbose_name='to')),
                        ('role', models.CharField(choices=[('leader', 'leading firm'), ('member', 'member')], default='member', max_length=8, verbose_name='role')),
                        ('position', models.CharField(choices=[('upstream', 'upstream'), ('midstream', 'midstream'), ('downstream', 'downstream'), ('supporting', 'supporting'), ('unknown', 'position unknown')], default='unknown', max_length=10, verbose_name='position')),
                        ('reason', models.CharField(max_length=300, verbose_name='reason')),
                        ('adjustment', models.CharField(blank=True, choices=[('added', 'added by a person'), ('position', 'position set by a person')], max_length=8, verbose_name='adjusted by a person')),
                        ('adjustment_reason', models.CharField(blank=True, max_length=300, verbose_name='reason of the adjustment')),
                        ('end_reason', models.CharField(blank=True, max_length=300, verbose_name='reason of the end')),
                        ('adoption', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='begun', to='clusters.adoption', verbose_name='adoption that began it')),
                        ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='clusters.cluster', verbose_name='cluster')),
                        ('end_adoption', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='ended', to='clusters.adoption', verbose_name='adoption that ended it')),
                        ('firm', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='firms.firm', verbose_name='firm')),
                        ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sources.source', verbose_name='source')),
                    ],
                    options={
                        'verbose_name': 'membership',
                        'abstract': False,
                        'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gt', models.F('known_by')), _connector='OR'), name='clusters_membership_starts_before_it_ends'), models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('known_by', models.F('valid_from')), _connector='OR'), name='clusters_membership_known_by_is_the_start'), models.CheckConstraint(condition=models.Q(('not_before__isnull', True), models.Q(('not_before__lte', models.F('known_by')), ('valid_from__isnull', True)), _connector='OR'), name='clusters_membership_bounds_only_unknown_start'), models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('cluster', 'firm'), name='firm_is_member_once_now'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='membership_states_its_reason')],
                    },
                ),
                migrations.CreateModel(
                    name='ProposedCluster',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.PositiveIntegerField(verbose_name='number')),
                        ('name', models.CharField(max_length=120, verbose_name='proposed name')),
                        ('name_en', models.CharField(blank=True, max_length=200, verbose_name='proposed English name')),
                        ('size', models.PositiveIntegerField(verbose_name='firms')),
                        ('measures', models.JSONField(help_text='Cohesion, conductance, industries.', verbose_name='measures')),
                        ('adopted_as', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='proposals', to='clusters.cluster', verbose_name='adopted as')),
                        ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='proposals', to='clusters.formationrun', verbose_name='run')),
                    ],
                    options={
                        'verbose_name': 'proposed cluster',
                        'ordering': ('number',),
                        'constraints': [models.UniqueConstraint(fields=('run', 'number'), name='proposal_number_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Departure',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('left_out', 'left out'), ('added', 'added'), ('position', 'other position')], max_length=8, verbose_name='kind')),
                        ('position', models.CharField(blank=True, choices=[('upstream', 'upstream'), ('midstream', 'midstream'), ('downstream', 'downstream'), ('supporting', 'supporting'), ('unknown', 'position unknown')], max_length=10, verbose_name='position')),
                        ('reason', models.CharField(max_length=300, verbose_name='reason')),
                        ('noted_at', models.DateTimeField(verbose_name='noted at')),
                        ('noted_by', models.CharField(max_length=150, verbose_name='noted by')),
                        ('firm', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='firms.firm', verbose_name='firm')),
                        ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='departures', to='clusters.proposedcluster', verbose_name='proposal')),
                    ],
                    options={
                        'verbose_name': 'departure from a proposal',
                        'ordering': ('pk',),
                        'constraints': [models.UniqueConstraint(fields=('proposal', 'firm'), name='departure_once_a_firm'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='departure_states_its_reason')],
                    },
                ),
            ],
        ),
        migrations.AddField(
            model_name='adoption',
            name='proposal',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='adoptions', to='clusters.proposedcluster', verbose_name='proposal'),
        ),
        migrations.CreateModel(
            name='ProposedMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.CharField(choices=[('upstream', 'upstream'), ('midstream', 'midstream'), ('downstream', 'downstream'), ('supporting', 'supporting'), ('unknown', 'position unknown')], max_length=10, verbose_name='position')),
                ('level', models.FloatField(blank=True, null=True, verbose_name='trophic level')),
                ('inside_share', models.FloatField(blank=True, null=True, verbose_name='share of weight inside')),
                ('stable_share', models.FloatField(blank=True, null=True, verbose_name='share of runs that agree')),
                ('second_number', models.PositiveIntegerField(blank=True, null=True, verbose_name='next best cluster')),
                ('second_share', models.FloatField(blank=True, null=True, verbose_name='share of weight there')),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='firms.firm', verbose_name='firm')),
                ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='clusters.proposedcluster', verbose_name='proposal')),
            ],
            options={
                'verbose_name': 'proposed member',
                'ordering': ('pk',),
                'constraints': [models.UniqueConstraint(fields=('proposal', 'firm'), name='proposed_member_once'), models.CheckConstraint(condition=models.Q(models.Q(('inside_share__isnull', True), ('inside_share__range', (0, 1)), _connector='OR'), models.Q(('stable_share__isnull', True), ('stable_share__range', (0, 1)), _connector='OR'), models.Q(('second_share__isnull', True), ('second_share__range', (0, 1)), _connector='OR')), name='proposed_member_shares_are_shares')],
            },
        ),
        migrations.AddConstraint(
            model_name='adoption',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='adoption_states_its_reason'),
        ),
    ]
