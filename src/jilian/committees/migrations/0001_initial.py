import django.db.models.deletion
import jilian.base.creating
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('clusters', '0001_initial'),
        ('firms', '0001_initial'),
        ('organisations', '0001_initial'),
        ('places', '0001_initial'),
    ]

    operations = [
        jilian.base.creating.CreateModels(
            models=[
                migrations.CreateModel(
                    name='Procedure',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=200, verbose_name='name of the body')),
                        ('type', models.CharField(choices=[('primary_committee', 'committee'), ('general_branch', 'general branch'), ('branch', 'branch'), ('joint_branch', 'joint branch')], max_length=20, verbose_name='type')),
                        ('relation_mode', models.CharField(choices=[('affiliated', 'affiliated: own members, own line'), ('functional', 'functional: members keep their own organisation'), ('mixed', 'mixed: some affiliated, some functional'), ('alliance', 'alliance, without authority'), ('unknown', 'unknown')], default='unknown', max_length=10, verbose_name='relation mode')),
                        ('superior_line', models.CharField(choices=[('territory', 'territory line'), ('cluster', 'cluster line')], max_length=10, verbose_name='line of the superior')),
                        ('formal', models.PositiveIntegerField(blank=True, null=True, verbose_name='formal members')),
                        ('probationary', models.PositiveIntegerField(blank=True, null=True, verbose_name='probationary members')),
                        ('band', models.CharField(blank=True, choices=[('m0', '0'), ('m1', '1–2'), ('m3', '3–6'), ('m7', '7–49'), ('m50', '50–99'), ('m100', '≥ 100')], max_length=5, verbose_name='band of formal members')),
                        ('counted_on', models.DateField(blank=True, null=True, verbose_name='counted on')),
                        ('exception_document', models.CharField(blank=True, help_text='Approves fewer members because of work needs.', max_length=200, verbose_name='document of the exception')),
                        ('is_exception', models.BooleanField(default=False, verbose_name='exception')),
                        ('departure', models.CharField(blank=True, max_length=500, verbose_name='why it departs from what holds in general')),
                        ('state', models.CharField(choices=[('draft', 'draft'), ('applied', 'applied for'), ('returned', 'returned to amend'), ('refused', 'refused'), ('withdrawn', 'withdrawn'), ('approved', 'approved'), ('elected', 'elected'), ('filed', 'filed'), ('active', 'active'), ('re_elected', 're-elected'), ('extended', 'term extended'), ('dissolved', 'dissolved')], default='draft', max_length=10, verbose_name='state')),
                        ('state_since', models.DateField(verbose_name='in this state since')),
                        ('approval_number', models.CharField(blank=True, max_length=200, verbose_name='number of the approval')),
                        ('applied_on', models.DateField(blank=True, null=True, verbose_name='applied for on')),
                        ('approved_on', models.DateField(blank=True, null=True, verbose_name='approved on')),
                        ('elected_on', models.DateField(blank=True, null=True, verbose_name='elected on')),
                        ('effect_on', models.DateField(blank=True, help_text='Wanted, until it has been filed.', null=True, verbose_name='in effect from')),
                        ('drafted_at', models.DateTimeField(verbose_name='drafted at')),
                        ('drafted_by', models.CharField(max_length=150, verbose_name='drafted by')),
                        ('applying_body', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='unit that applies')),
                        ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='procedures', to='clusters.cluster', verbose_name='cluster')),
                        ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='procedures', to='organisations.organisation', verbose_name='organisation set up')),
                        ('superior', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='superior')),
                        ('world', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='procedures', to='places.world', verbose_name='world')),
                    ],
                    options={
                        'verbose_name': 'setting up of a body',
                        'ordering': ('-drafted_at', '-pk'),
                        'indexes': [models.Index(fields=['world', 'state'], name='procedures_by_state')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['applied', 'approved', 'draft', 'elected', 'filed', 'returned'])), fields=('cluster',), name='cluster_has_one_running_procedure'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['active', 'dissolved', 'extended', 're_elected']), _negated=True), models.Q(('effect_on__isnull', False), ('organisation__isnull', False)), _connector='OR'), name='standing_procedure_has_its_organisation'), models.CheckConstraint(condition=models.Q(('band', ''), ('formal__isnull', True), _connector='OR'), name='procedure_counts_or_has_a_band'), models.CheckConstraint(condition=models.Q(('is_exception', False), models.Q(('exception_document', ''), _negated=True), _connector='OR'), name='procedure_exception_has_its_document')],
                    },
                ),
                migrations.CreateModel(
                    name='ProcedureStep',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.PositiveIntegerField(verbose_name='number')),
                        ('kind', models.CharField(choices=[('drafted', 'drafted'), ('applied', 'application'), ('returned', 'returned to amend'), ('refused', 'refusal'), ('withdrawn', 'withdrawal'), ('approved', 'approval'), ('elected', 'election'), ('filed', 'filing'), ('took_effect', 'effect'), ('re_elected', 're-election'), ('extended', 'extension of the term'), ('dissolved', 'dissolution')], max_length=12, verbose_name='step')),
                        ('day', models.DateField(verbose_name='day')),
                        ('document_number', models.CharField(blank=True, max_length=200, verbose_name='number of the paper')),
                        ('document_title', models.CharField(blank=True, max_length=200, verbose_name='title of the paper')),
                        ('unit', models.CharField(blank=True, max_length=200, verbose_name='unit')),
                        ('reason', models.CharField(blank=True, max_length=500, verbose_name='reason')),
                        ('check_outcome', models.CharField(blank=True, max_length=12, verbose_name='what the rules said')),
                        ('rules_fingerprint', models.CharField(blank=True, max_length=64, verbose_name='version of the rules')),
                        ('before', models.JSONField(default=dict, verbose_name='before')),
                        ('journal', models.BinaryField(default=bytes, verbose_name='what it wrote elsewhere')),
                        ('recorded_at', models.DateTimeField(verbose_name='recorded at')),
                        ('recorded_by', models.CharField(max_length=150, verbose_name='recorded by')),
                        ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='undone at')),
                        ('undone_by', models.CharField(blank=True, max_length=150, verbose_name='undone by')),
                        ('undo_reason', models.CharField(blank=True, max_length=500, verbose_name='why it was undone')),
                        ('procedure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='committees.procedure', verbose_name='setting up of a body')),
                    ],
                    options={
                        'verbose_name': 'step of setting up a body',
                        'ordering': ('procedure', 'number'),
                        'constraints': [models.UniqueConstraint(fields=('procedure', 'number'), name='step_numbered_once'), models.CheckConstraint(condition=models.Q(('undone_at__isnull', True), models.Q(models.Q(('undone_by', ''), _negated=True), models.Q(('undo_reason', ''), _negated=True)), _connector='OR'), name='undone_step_says_by_whom')],
                    },
                ),
                migrations.CreateModel(
                    name='Seat',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('term_number', models.PositiveIntegerField(default=1, verbose_name='number of the term')),
                        ('role', models.CharField(choices=[('secretary', 'secretary'), ('deputy', 'deputy secretary'), ('member', 'committee member')], max_length=10, verbose_name='office on the committee')),
                        ('seats', models.PositiveSmallIntegerField(verbose_name='seats')),
                        ('firm', models.ForeignKey(blank=True, help_text='Empty: a unit that the register does not hold.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='firms.firm', verbose_name='firm')),
                        ('procedure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='seats', to='committees.procedure', verbose_name='setting up of a body')),
                    ],
                    options={
                        'verbose_name': 'seats of a body',
                        'ordering': ('procedure', 'term_number', 'pk'),
                        'constraints': [models.UniqueConstraint(fields=('procedure', 'term_number', 'role', 'firm'), name='seats_of_role_and_firm_once'), models.UniqueConstraint(condition=models.Q(('firm__isnull', True)), fields=('procedure', 'term_number', 'role'), name='seats_of_other_units_once'), models.CheckConstraint(condition=models.Q(('seats__gt', 0)), name='seats_are_some')],
                    },
                ),
                migrations.CreateModel(
                    name='Term',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.PositiveIntegerField(verbose_name='number of the term')),
                        ('starts_on', models.DateField(verbose_name='first day')),
                        ('ends_on', models.DateField(blank=True, help_text='Empty where no rule says how long.', null=True, verbose_name='last day')),
                        ('years', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='years')),
                        ('rule_id', models.CharField(blank=True, max_length=40, verbose_name='rule')),
                        ('extended_to', models.DateField(blank=True, null=True, verbose_name='extended to')),
                        ('procedure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='terms', to='committees.procedure', verbose_name='setting up of a body')),
                    ],
                    options={
                        'verbose_name': 'term of office',
                        'ordering': ('procedure', 'number'),
                        'constraints': [models.UniqueConstraint(fields=('procedure', 'number'), name='term_numbered_once'), models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gt', models.F('starts_on')), _connector='OR'), name='term_ends_after_it_starts'), models.CheckConstraint(condition=models.Q(('extended_to__isnull', True), models.Q(('ends_on__isnull', False), ('extended_to__gt', models.F('ends_on'))), _connector='OR'), name='term_is_extended_beyond_its_end')],
                    },
                ),
            ],
        ),
    ]
