import django.core.serializers.json
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
                    name='GapRun',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('as_of', models.DateField(verbose_name='as of')),
                        ('cause', models.CharField(choices=[('person', 'started by a person'), ('shortages', 'started by equal shortages')], max_length=10, verbose_name='cause')),
                        ('state', models.CharField(choices=[('waiting', 'waiting'), ('running', 'running'), ('done', 'done'), ('failed', 'failed')], default='waiting', max_length=8, verbose_name='state')),
                        ('failure', models.CharField(blank=True, max_length=60, verbose_name='failure')),
                        ('found', models.JSONField(default=dict, verbose_name='counts')),
                        ('related', models.JSONField(default=list, verbose_name='related products')),
                        ('started_at', models.DateTimeField(verbose_name='started at')),
                        ('started_by', models.CharField(max_length=150, verbose_name='started by')),
                        ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='finished at')),
                        ('snapshot', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.snapshot', verbose_name='snapshot')),
                        ('world', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='gap_runs', to='places.world', verbose_name='world')),
                    ],
                    options={
                        'verbose_name': 'search for missing links',
                        'ordering': ('-started_at', '-pk'),
                        'indexes': [models.Index(fields=['world', 'state'], name='gap_run_by_state')],
                    },
                ),
                migrations.CreateModel(
                    name='MissingLink',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('grain', models.CharField(choices=[('product', 'a product by its name'), ('sector', 'a sector of the input–output table')], max_length=8, verbose_name='what it is')),
                        ('normal_form', models.CharField(max_length=120, verbose_name='normal form')),
                        ('product', models.CharField(max_length=120, verbose_name='product')),
                        ('industry', models.CharField(blank=True, max_length=6, verbose_name='class')),
                        ('supply', models.CharField(choices=[('none', 'nobody makes it inside'), ('single', 'one firm makes it inside'), ('thin', 'made inside, yet short again and again')], max_length=6, verbose_name='supply inside')),
                        ('status', models.CharField(choices=[('proposed', 'proposed by the computation'), ('confirmed', 'confirmed'), ('rejected', 'rejected'), ('filled', 'filled'), ('lapsed', 'no longer found')], default='proposed', max_length=9, verbose_name='status')),
                        ('rank', models.PositiveIntegerField(verbose_name='rank')),
                        ('score', models.FloatField(verbose_name='score')),
                        ('firms', models.PositiveIntegerField(verbose_name='firms that need it')),
                        ('makers', models.PositiveIntegerField(verbose_name='makers inside')),
                        ('declared_yuan', jilian.base.encryption.SealedDecimalField(blank=True, decimal_places=2, null=True, verbose_name='declared value (yuan a year)')),
                        ('inferred_yuan', jilian.base.encryption.SealedDecimalField(blank=True, decimal_places=2, null=True, verbose_name='inferred value (yuan a year)')),
                        ('is_value_open', models.BooleanField(default=False, help_text='At least three firms, none of them above four fifths.', verbose_name='value tells nothing about one firm')),
                        ('unknown_values', models.PositiveIntegerField(default=0, verbose_name='firms with unknown value')),
                        ('criticality', models.FloatField(blank=True, null=True, verbose_name='criticality')),
                        ('times_short', models.PositiveIntegerField(default=0, verbose_name='times short')),
                        ('needs_links', models.BooleanField(default=False, verbose_name='known from supply links alone')),
                        ('evidence', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='evidence')),
                        ('candidates', models.JSONField(default=list, verbose_name='candidates')),
                        ('found_on', models.DateField(verbose_name='first found as of')),
                        ('last_on', models.DateField(verbose_name='last found as of')),
                        ('decided_on', models.DateField(blank=True, null=True, verbose_name='decided on')),
                        ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided at')),
                        ('decided_by', models.CharField(blank=True, max_length=150, verbose_name='decided by')),
                        ('reason', models.CharField(blank=True, max_length=500, verbose_name='reason')),
                        ('cluster', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='missing_links', to='clusters.cluster', verbose_name='cluster')),
                        ('filled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='firms.firm', verbose_name='filled by')),
                        ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links', to='gaps.gaprun', verbose_name='latest search')),
                        ('world', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='missing_links', to='places.world', verbose_name='world')),
                    ],
                    options={
                        'verbose_name': 'missing link',
                        'ordering': ('rank', 'pk'),
                        'indexes': [models.Index(fields=['world', 'status', 'rank'], name='missing_by_status')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('cluster__isnull', False)), fields=('world', 'cluster', 'grain', 'normal_form'), name='missing_link_once_in_a_cluster'), models.UniqueConstraint(condition=models.Q(('cluster__isnull', True)), fields=('world', 'grain', 'normal_form'), name='missing_link_once_in_a_district'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'rejected'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='missing_link_rejected_with_a_reason')],
                    },
                ),
                migrations.CreateModel(
                    name='ChainItem',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('offer', 'What the leader offers'), ('lack', 'What the chain lacks')], max_length=6, verbose_name='list')),
                        ('words', models.CharField(max_length=300, verbose_name='what')),
                        ('owner_office', models.CharField(blank=True, max_length=120, verbose_name='owner: function or office')),
                        ('opened_on', models.DateField(verbose_name='open since')),
                        ('entered_at', models.DateTimeField(verbose_name='entered at')),
                        ('entered_by', models.CharField(max_length=150, verbose_name='entered by')),
                        ('closed_on', models.DateField(blank=True, null=True, verbose_name='closed on')),
                        ('result', models.CharField(blank=True, max_length=500, verbose_name='result')),
                        ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='closed at')),
                        ('closed_by', models.CharField(blank=True, max_length=150, verbose_name='closed by')),
                        ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='chain_items', to='clusters.cluster', verbose_name='cluster')),
                        ('owner_firm', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='firms.firm', verbose_name='owner: firm')),
                        ('world', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='chain_items', to='places.world', verbose_name='world')),
                        ('missing_link', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='items', to='gaps.missinglink', verbose_name='missing link')),
                    ],
                    options={
                        'verbose_name': "line of a cluster's list",
                        'ordering': ('opened_on', 'pk'),
                        'indexes': [models.Index(fields=['cluster', 'kind', 'opened_on'], name='chain_item_by_age')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('owner_office', ''), ('owner_firm__isnull', False)), models.Q(models.Q(('owner_office', ''), _negated=True), ('owner_firm__isnull', True)), _connector='OR'), name='chain_item_has_one_owner'), models.CheckConstraint(condition=models.Q(models.Q(('closed_on__isnull', True), ('result', '')), models.Q(('closed_on__gte', models.F('opened_on')), models.Q(('result', ''), _negated=True)), _connector='OR'), name='chain_item_closed_with_its_result'), models.UniqueConstraint(condition=models.Q(('closed_on__isnull', True), ('missing_link__isnull', False)), fields=('cluster', 'missing_link'), name='chain_item_once_for_a_missing_link')],
                    },
                ),
                migrations.CreateModel(
                    name='Recruit',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=200, verbose_name='name')),
                        ('place', models.CharField(blank=True, max_length=120, verbose_name='comes from')),
                        ('direction', models.CharField(choices=[('upstream', 'upstream: supplies it'), ('downstream', 'downstream: buys it')], max_length=10, verbose_name='side of the chain')),
                        ('of_product', models.CharField(blank=True, max_length=120, verbose_name='of which product')),
                        ('added_at', models.DateTimeField(verbose_name='added at')),
                        ('added_by', models.CharField(max_length=150, verbose_name='added by')),
                        ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recruits', to='clusters.cluster', verbose_name='cluster')),
                        ('firm', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='firms.firm', verbose_name='record in a register')),
                        ('missing_link', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='recruits', to='gaps.missinglink', verbose_name='missing link')),
                        ('of_firm', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='firms.firm', verbose_name='of which firm')),
                        ('world', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recruits', to='places.world', verbose_name='world')),
                    ],
                    options={
                        'verbose_name': 'firm that is brought in',
                        'ordering': ('pk',),
                        'indexes': [models.Index(fields=['world', 'cluster'], name='recruit_by_cluster')],
                        'constraints': [models.UniqueConstraint(fields=('cluster', 'name'), name='recruit_once_in_a_cluster'), models.CheckConstraint(condition=models.Q(('of_firm__isnull', False), models.Q(('of_product', ''), _negated=True), _connector='OR'), name='recruit_has_its_chain_link')],
                    },
                ),
                migrations.CreateModel(
                    name='RecruitStage',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('stage', models.CharField(choices=[('candidate', 'candidate'), ('contact', 'in contact'), ('signed', 'signed'), ('registered', 'registered'), ('started', 'started building'), ('producing', 'producing'), ('dropped', 'dropped out')], max_length=10, verbose_name='stage')),
                        ('on', models.DateField(verbose_name='on')),
                        ('document', models.CharField(blank=True, max_length=200, verbose_name='document')),
                        ('reason', models.CharField(blank=True, max_length=500, verbose_name='reason')),
                        ('correction_reason', models.CharField(blank=True, max_length=500, verbose_name='reason of the correction')),
                        ('is_void', models.BooleanField(default=False, verbose_name='was not reached')),
                        ('is_replaced', models.BooleanField(default=False, verbose_name='replaced by a correction')),
                        ('recorded_at', models.DateTimeField(verbose_name='recorded at')),
                        ('recorded_by', models.CharField(max_length=150, verbose_name='recorded by')),
                        ('corrects', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrected_by', to='gaps.recruitstage', verbose_name='corrects')),
                        ('recruit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stages', to='gaps.recruit', verbose_name='firm that is brought in')),
                    ],
                    options={
                        'verbose_name': 'stage of a firm that is brought in',
                        'ordering': ('on', 'pk'),
                        'constraints': [models.UniqueConstraint(condition=models.Q(('is_replaced', False), ('is_void', False)), fields=('recruit', 'stage'), name='recruit_stage_once_in_force'), models.CheckConstraint(condition=models.Q(models.Q(('corrects__isnull', True), ('is_void', False)), models.Q(('correction_reason', ''), _negated=True), _connector='OR'), name='recruit_stage_corrected_with_a_reason'), models.CheckConstraint(condition=models.Q(models.Q(('stage', 'dropped'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='recruit_dropped_with_a_reason')],
                    },
                ),
            ],
        ),
    ]
