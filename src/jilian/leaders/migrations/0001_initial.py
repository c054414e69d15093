import django.db.models.deletion
import jilian.base.creating
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('clusters', '0001_initial'),
        ('firms', '0001_initial'),
    ]

    operations = [
        jilian.base.creating.CreateModels(
            models=[
                migrations.CreateModel(
                    name='ChainHeadTerm',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('valid_from', models.DateField(blank=True, help_text='First day; empty where it is not known.', null=True, verbose_name='from')),
                        ('known_by', models.DateField(help_text='First day on which a source shows it; the first day if known.', verbose_name='known by')),
                        ('not_before', models.DateField(blank=True, help_text='Earliest possible first day where the first day is not known.', null=True, verbose_name='not before')),
                        ('valid_to', models.DateField(blank=True, help_text='Day after the last day; empty while it lasts.', null=True, verbose_name='to')),
                        ('reason', models.CharField(max_length=300, verbose_name='reason')),
                        ('entered_at', models.DateTimeField(verbose_name='entered at')),
                        ('entered_by', models.CharField(max_length=150, verbose_name='entered by')),
                        ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='chain_heads', to='clusters.cluster', verbose_name='cluster')),
                        ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='firms.firm', verbose_name='firm')),
                    ],
                    options={
                        'verbose_name': 'term of a chain head',
                        'ordering': ('known_by', 'pk'),
                        'abstract': False,
                        'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gt', models.F('known_by')), _connector='OR'), name='leaders_chainheadterm_starts_before_it_ends'), models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('known_by', models.F('valid_from')), _connector='OR'), name='leaders_chainheadterm_known_by_is_the_start'), models.CheckConstraint(condition=models.Q(('not_before__isnull', True), models.Q(('not_before__lte', models.F('known_by')), ('valid_from__isnull', True)), _connector='OR'), name='leaders_chainheadterm_bounds_only_unknown_start'), models.CheckConstraint(condition=models.Q(('valid_from__isnull', False), ('valid_to__isnull', False)), name='term_has_both_days'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='term_states_its_reason')],
                    },
                ),
                migrations.CreateModel(
                    name='HandOver',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('outgoing_word_at', models.DateTimeField(blank=True, null=True, verbose_name='outgoing word given at')),
                        ('outgoing_word_by', models.CharField(blank=True, max_length=150, verbose_name='outgoing word given by')),
                        ('incoming_word_at', models.DateTimeField(blank=True, null=True, verbose_name='incoming word given at')),
                        ('incoming_word_by', models.CharField(blank=True, max_length=150, verbose_name='incoming word given by')),
                        ('done_at', models.DateTimeField(blank=True, null=True, verbose_name='done at')),
                        ('incoming', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='taken_over', to='leaders.chainheadterm', verbose_name='incoming term')),
                        ('outgoing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='handed_over', to='leaders.chainheadterm', verbose_name='outgoing term')),
                    ],
                    options={
                        'verbose_name': 'hand-over',
                        'ordering': ('-incoming__known_by',),
                        'constraints': [models.CheckConstraint(condition=models.Q(('done_at__isnull', True), models.Q(models.Q(('outgoing_word_by', ''), _negated=True), models.Q(('incoming_word_by', ''), _negated=True)), _connector='OR'), name='hand_over_is_done_by_both_words'), models.CheckConstraint(condition=models.Q(('outgoing_word_by', ''), models.Q(('outgoing_word_by', models.F('incoming_word_by')), _negated=True), _connector='OR'), name='hand_over_needs_two_people')],
                    },
                ),
                migrations.CreateModel(
                    name='HandOverItem',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('text', models.CharField(max_length=300, verbose_name='what is open')),
                        ('owner', models.CharField(help_text='An office or firm, not a person.', max_length=80, verbose_name='unit that does it')),
                        ('due_on', models.DateField(blank=True, null=True, verbose_name='due')),
                        ('noted_at', models.DateTimeField(verbose_name='noted at')),
                        ('noted_by', models.CharField(max_length=150, verbose_name='noted by')),
                        ('done_on', models.DateField(blank=True, null=True, verbose_name='done on')),
                        ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hand_over_items', to='clusters.cluster', verbose_name='cluster')),
                        ('handed', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='items', to='leaders.handover', verbose_name='last hand-over')),
                        ('holder', models.ForeignKey(help_text='The chain head that carries it now.', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='firms.firm', verbose_name='carried by')),
                    ],
                    options={
                        'verbose_name': 'item of the hand-over list',
                        'ordering': ('due_on', 'pk'),
                        'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='item_states_what_is_open')],
                    },
                ),
                migrations.CreateModel(
                    name='Selection',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('as_of', models.DateField(verbose_name='as of')),
                        ('year', models.PositiveSmallIntegerField(verbose_name='year of the facts')),
                        ('measures', models.JSONField(default=list, verbose_name='declared measures')),
                        ('method', models.CharField(choices=[('topsis', 'closeness to the best (TOPSIS)'), ('weighted_sum', 'weighted sum')], default='topsis', max_length=12, verbose_name='method')),
                        ('missing', models.CharField(choices=[('not_comparable', 'a firm that lacks a measure is not comparable'), ('leave_out_any', 'a measure that any firm lacks is left out for all'), ('leave_out_half', 'a measure that fewer than half of the firms state is left out for all')], default='not_comparable', max_length=16, verbose_name='what is missing')),
                        ('weighting', models.CharField(choices=[('equal', 'each criterion alike'), ('entropy', 'by entropy: what tells the firms apart weighs more'), ('by_hand', 'set by hand')], default='equal', max_length=8, verbose_name='weights')),
                        ('weights', models.JSONField(blank=True, default=dict, help_text='Where set by hand.', verbose_name='points by criterion')),
                        ('weights_reason', models.CharField(blank=True, max_length=300, verbose_name='reason of the weights')),
                        ('weights_by', models.CharField(blank=True, max_length=150, verbose_name='weights set by')),
                        ('state', models.CharField(choices=[('draft', 'draft'), ('computed', 'computed, not decided'), ('decided', 'decided'), ('withdrawn', 'withdrawn')], default='draft', max_length=9, verbose_name='state')),
                        ('table', models.JSONField(blank=True, null=True, verbose_name='frozen inputs')),
                        ('fingerprint', models.CharField(blank=True, max_length=64, verbose_name='fingerprint (SHA-256)')),
                        ('result', models.JSONField(blank=True, null=True, verbose_name='result')),
                        ('versions', models.JSONField(blank=True, default=dict, verbose_name='versions')),
                        ('started_at', models.DateTimeField(verbose_name='started at')),
                        ('started_by', models.CharField(max_length=150, verbose_name='started by')),
                        ('computed_at', models.DateTimeField(blank=True, null=True, verbose_name='computed at')),
                        ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided at')),
                        ('decided_by', models.CharField(blank=True, max_length=150, verbose_name='decided by')),
                        ('reason', models.CharField(blank=True, help_text='Of the decision or the withdrawal.', max_length=300, verbose_name='reason')),
                        ('document', models.CharField(blank=True, max_length=200, verbose_name='document')),
                        ('from_day', models.DateField(blank=True, null=True, verbose_name='from')),
                        ('changes', models.JSONField(blank=True, default=list, help_text='What an undo takes back.', verbose_name='changed memberships')),
                        ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='selections', to='clusters.cluster', verbose_name='cluster')),
                    ],
                    options={
                        'verbose_name': 'selection of leading firms',
                        'ordering': ('-as_of', '-pk'),
                        'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ('draft', 'withdrawn')), models.Q(('result__isnull', False), ('table__isnull', False), models.Q(('fingerprint', ''), _negated=True)), _connector='OR'), name='computed_selection_has_its_inputs'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'decided'), _negated=True), ('from_day__isnull', False), _connector='OR'), name='decided_selection_has_its_day'), models.CheckConstraint(condition=models.Q(models.Q(('weighting', 'by_hand'), _negated=True), models.Q(models.Q(('weights_reason', ''), _negated=True), models.Q(('weights_by', ''), _negated=True)), _connector='OR'), name='weights_by_hand_state_who_and_why')],
                    },
                ),
                migrations.CreateModel(
                    name='LeaderChoice',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('rank', models.PositiveIntegerField(blank=True, help_text='Empty: it was not comparable.', null=True, verbose_name='rank')),
                        ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='firms.firm', verbose_name='firm')),
                        ('selection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='choices', to='leaders.selection', verbose_name='selection')),
                    ],
                    options={
                        'verbose_name': 'chosen leading firm',
                        'ordering': ('rank', 'pk'),
                        'constraints': [models.UniqueConstraint(fields=('selection', 'firm'), name='firm_chosen_once')],
                    },
                ),
                migrations.CreateModel(
                    name='TermMonth',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('month', models.DateField(help_text='Its first day.', verbose_name='month')),
                        ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='clusters.cluster', verbose_name='cluster')),
                        ('term', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='months', to='leaders.chainheadterm', verbose_name='term')),
                    ],
                    options={
                        'verbose_name': 'month of a term',
                        'ordering': ('month',),
                        'constraints': [models.UniqueConstraint(fields=('cluster', 'month'), name='chain_head_terms_never_overlap')],
                    },
                ),
            ],
        ),
    ]
