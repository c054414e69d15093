import django.core.serializers.json
import django.db.models.deletion
import jilian.base.creating
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('firms', '0001_initial'),
        ('places', '0001_initial'),
        ('sources', '0001_initial'),
    ]

    operations = [
        jilian.base.creating.CreateModels(
            models=[
                migrations.CreateModel(
                    name='Organisation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('source_row', models.PositiveIntegerField(blank=True, help_text='Row in the table, counted as a reader does.', null=True, verbose_name='row')),
                        ('valid_from', models.DateField(blank=True, help_text='First day; empty where it is not known.', null=True, verbose_name='from')),
                        ('known_by', models.DateField(help_text='First day on which a source shows it; the first day if known.', verbose_name='known by')),
                        ('not_before', models.DateField(blank=True, help_text='Earliest possible first day where the first day is not known.', null=True, verbose_name='not before')),
                        ('valid_to', models.DateField(blank=True, help_text='Day after the last day; empty while it lasts.', null=True, verbose_name='to')),
                        ('key', models.CharField(max_length=60, verbose_name='key')),
                        ('name', models.CharField(blank=True, help_text='The latest; empty where none is known.', max_length=200, verbose_name='name')),
                        ('sort_key', models.CharField(editable=False, max_length=64, verbose_name='sort key')),
                        ('is_cluster_body', models.BooleanField(default=False, help_text="The leading firm's own body is another organisation.", verbose_name='body of a cluster')),
                        ('founding_note', models.CharField(blank=True, max_length=300, verbose_name='note on the founding')),
                        ('division', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.division', verbose_name='division')),
                        ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sources.source', verbose_name='source')),
                        ('world', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='organisations', to='places.world', verbose_name='world')),
                    ],
                    options={
                        'verbose_name': 'organisation',
                        'ordering': ('sort_key', 'pk'),
                        'abstract': False,
                        'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gt', models.F('known_by')), _connector='OR'), name='organisations_organisation_starts_before_it_ends'), models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('known_by', models.F('valid_from')), _connector='OR'), name='organisations_organisation_known_by_is_the_start'), models.CheckConstraint(condition=models.Q(('not_before__isnull', True), models.Q(('not_before__lte', models.F('known_by')), ('valid_from__isnull', True)), _connector='OR'), name='organisations_organisation_bounds_only_unknown_start'), models.UniqueConstraint(fields=('world', 'key'), name='organisation_key_once')],
                    },
                ),
                migrations.CreateModel(
                    name='MemberCount',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('source_row', models.PositiveIntegerField(blank=True, help_text='Row in the table, counted as a reader does.', null=True, verbose_name='row')),
                        ('counted_on', models.DateField(verbose_name='counted on')),
                        ('formal', models.PositiveIntegerField(blank=True, null=True, verbose_name='formal members')),
                        ('probationary', models.PositiveIntegerField(blank=True, null=True, verbose_name='probationary members')),
                        ('newly_developed', models.PositiveIntegerField(blank=True, null=True, verbose_name='newly developed this year')),
                        ('band', models.CharField(blank=True, choices=[('m0', '0'), ('m1', '1–2'), ('m3', '3–6'), ('m7', '7–49'), ('m50', '50–99'), ('m100', '≥ 100')], max_length=5, verbose_name='band of formal members')),
                        ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sources.source', verbose_name='source')),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='counts', to='organisations.organisation', verbose_name='organisation')),
                    ],
                    options={
                        'verbose_name': 'count of an organisation',
                        'ordering': ('-counted_on',),
                        'constraints': [models.UniqueConstraint(fields=('organisation', 'counted_on'), name='organisation_counted_once_a_day'), models.CheckConstraint(condition=models.Q(('band', ''), ('formal__isnull', True), _connector='OR'), name='organisation_count_is_exact_or_a_band')],
                    },
                ),
                migrations.CreateModel(
                    name='Cover',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('source_row', models.PositiveIntegerField(blank=True, help_text='Row in the table, counted as a reader does.', null=True, verbose_name='row')),
                        ('valid_from', models.DateField(blank=True, help_text='First day; empty where it is not known.', null=True, verbose_name='from')),
                        ('known_by', models.DateField(help_text='First day on which a source shows it; the first day if known.', verbose_name='known by')),
                        ('not_before', models.DateField(blank=True, help_text='Earliest possible first day where the first day is not known.', null=True, verbose_name='not before')),
                        ('valid_to', models.DateField(blank=True, help_text='Day after the last day; empty while it lasts.', null=True, verbose_name='to')),
                        ('mode', models.CharField(choices=[('own', 'own organisation'), ('joint', 'joint organisation'), ('area_or_trade', 'area or trade organisation')], max_length=14, verbose_name='how')),
                        ('firm', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='covers', to='firms.firm', verbose_name='firm')),
                        ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sources.source', verbose_name='source')),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='covers', to='organisations.organisation', verbose_name='organisation')),
                    ],
                    options={
                        'verbose_name': 'coverage of a firm',
                        'abstract': False,
                        'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gt', models.F('known_by')), _connector='OR'), name='organisations_cover_starts_before_it_ends'), models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('known_by', models.F('valid_from')), _connector='OR'), name='organisations_cover_known_by_is_the_start'), models.CheckConstraint(condition=models.Q(('not_before__isnull', True), models.Q(('not_before__lte', models.F('known_by')), ('valid_from__isnull', True)), _connector='OR'), name='organisations_cover_bounds_only_unknown_start'), models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('organisation', 'firm'), name='firm_covered_once_by_an_organisation_now')],
                    },
                ),
                migrations.CreateModel(
                    name='Attestation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('attested_on', models.DateField(verbose_name='attested on')),
                        ('name_as_written', models.CharField(max_length=200, verbose_name='name as written')),
                        ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sources.source', verbose_name='source')),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attestations', to='organisations.organisation', verbose_name='organisation')),
                    ],
                    options={
                        'verbose_name': 'attestation',
                        'ordering': ('attested_on',),
                        'constraints': [models.UniqueConstraint(fields=('organisation', 'source'), name='source_attests_an_organisation_once')],
                    },
                ),
                migrations.CreateModel(
                    name='OrganisationName',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('source_row', models.PositiveIntegerField(blank=True, help_text='Row in the table, counted as a reader does.', null=True, verbose_name='row')),
                        ('valid_from', models.DateField(blank=True, help_text='First day; empty where it is not known.', null=True, verbose_name='from')),
                        ('known_by', models.DateField(help_text='First day on which a source shows it; the first day if known.', verbose_name='known by')),
                        ('not_before', models.DateField(blank=True, help_text='Earliest possible first day where the first day is not known.', null=True, verbose_name='not before')),
                        ('valid_to', models.DateField(blank=True, help_text='Day after the last day; empty while it lasts.', null=True, verbose_name='to')),
                        ('text', models.CharField(max_length=200, verbose_name='name')),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='names', to='organisations.organisation', verbose_name='organisation')),
                        ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sources.source', verbose_name='source')),
                    ],
                    options={
                        'verbose_name': 'name of an organisation',
                        'abstract': False,
                        'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gt', models.F('known_by')), _connector='OR'), name='organisations_organisationname_starts_before_it_ends'), models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('known_by', models.F('valid_from')), _connector='OR'), name='organisations_organisationname_known_by_is_the_start'), models.CheckConstraint(condition=models.Q(('not_before__isnull', True), models.Q(('not_before__lte', models.F('known_by')), ('valid_from__isnull', True)), _connector='OR'), name='organisations_organisationname_bounds_only_unknown_start')],
                    },
                ),
                migrations.CreateModel(
                    name='Reorganisation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('source_row', models.PositiveIntegerField(blank=True, help_text='Row in the table, counted as a reader does.', null=True, verbose_name='row')),
                        ('kind', models.CharField(choices=[('merge', 'merger'), ('split', 'split')], max_length=5, verbose_name='kind')),
                        ('from_day', models.DateField(verbose_name='from')),
                        ('document', models.CharField(blank=True, max_length=200, verbose_name='document')),
                        ('journal', models.JSONField(default=list, encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='what it wrote')),
                        ('recorded_at', models.DateTimeField(verbose_name='recorded at')),
                        ('recorded_by', models.CharField(max_length=150, verbose_name='recorded by')),
                        ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='undone at')),
                        ('undone_by', models.CharField(blank=True, max_length=150, verbose_name='undone by')),
                        ('undo_reason', models.CharField(blank=True, max_length=500, verbose_name='why it was undone')),
                        ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sources.source', verbose_name='source')),
                        ('world', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reorganisations', to='places.world', verbose_name='world')),
                    ],
                    options={
                        'verbose_name': 'merger or split of organisations',
                        'ordering': ('from_day', 'pk'),
                        'constraints': [models.CheckConstraint(condition=models.Q(('undone_at__isnull', True), models.Q(('undo_reason', ''), _negated=True), _connector='OR'), name='undone_reorganisation_states_its_reason')],
                    },
                ),
                migrations.CreateModel(
                    name='Succession',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('after', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='predecessors', to='organisations.organisation', verbose_name='founded')),
                        ('before', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='successors', to='organisations.organisation', verbose_name='ended')),
                        ('reorganisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='successions', to='organisations.reorganisation', verbose_name='merger or split of organisations')),
                    ],
                    options={
                        'verbose_name': 'succession of organisations',
                        'constraints': [models.UniqueConstraint(fields=('reorganisation', 'before', 'after'), name='succession_once'), models.CheckConstraint(condition=models.Q(('before', models.F('after')), _negated=True), name='organisation_does_not_succeed_itself')],
                    },
                ),
                migrations.CreateModel(
                    name='Superior',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('source_row', models.PositiveIntegerField(blank=True, help_text='Row in the table, counted as a reader does.', null=True, verbose_name='row')),
                        ('valid_from', models.DateField(blank=True, help_text='First day; empty where it is not known.', null=True, verbose_name='from')),
                        ('known_by', models.DateField(help_text='First day on which a source shows it; the first day if known.', verbose_name='known by')),
                        ('not_before', models.DateField(blank=True, help_text='Earliest possible first day where the first day is not known.', null=True, verbose_name='not before')),
                        ('valid_to', models.DateField(blank=True, help_text='Day after the last day; empty while it lasts.', null=True, verbose_name='to')),
                        ('line', models.CharField(choices=[('territory', 'territory line'), ('cluster', 'cluster line')], max_length=10, verbose_name='line')),
                        ('document', models.CharField(blank=True, help_text='The decision, with its number.', max_length=200, verbose_name='document')),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='superiors', to='organisations.organisation', verbose_name='organisation')),
                        ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sources.source', verbose_name='source')),
                        ('superior', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='subordinates', to='organisations.organisation', verbose_name='superior')),
                    ],
                    options={
                        'verbose_name': 'superior of an organisation',
                        'abstract': False,
                        'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gt', models.F('known_by')), _connector='OR'), name='organisations_superior_starts_before_it_ends'), models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('known_by', models.F('valid_from')), _connector='OR'), name='organisations_superior_known_by_is_the_start'), models.CheckConstraint(condition=models.Q(('not_before__isnull', True), models.Q(('not_before__lte', models.F('known_by')), ('valid_from__isnull', True)), _connector='OR'), name='organisations_superior_bounds_only_unknown_start'), models.CheckConstraint(condition=models.Q(('organisation', models.F('superior')), _negated=True), name='organisation_is_not_its_own_superior'), models.UniqueConstraint(condition=models.Q(('line', 'territory'), ('valid_to__isnull', True)), fields=('organisation',), name='organisation_has_one_territory_superior_now'), models.UniqueConstraint(condition=models.Q(('line', 'cluster'), ('valid_to__isnull', True)), fields=('organisation', 'superior'), name='organisation_has_each_cluster_superior_once_now')],
                    },
                ),
                migrations.CreateModel(
                    name='TypeSpell',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('source_row', models.PositiveIntegerField(blank=True, help_text='Row in the table, counted as a reader does.', null=True, verbose_name='row')),
                        ('valid_from', models.DateField(blank=True, help_text='First day; empty where it is not known.', null=True, verbose_name='from')),
                        ('known_by', models.DateField(help_text='First day on which a source shows it; the first day if known.', verbose_name='known by')),
                        ('not_before', models.DateField(blank=True, help_text='Earliest possible first day where the first day is not known.', null=True, verbose_name='not before')),
                        ('valid_to', models.DateField(blank=True, help_text='Day after the last day; empty while it lasts.', null=True, verbose_name='to')),
                        ('type', models.CharField(choices=[('branch', 'branch'), ('joint_branch', 'joint branch'), ('project_branch', 'project branch'), ('temporary_branch', 'temporary branch'), ('area_branch', 'area branch'), ('general_branch', 'general branch'), ('primary_committee', 'committee'), ('working_committee', 'working committee')], max_length=20, verbose_name='type')),
                        ('document', models.CharField(blank=True, help_text='The reply, with its number.', max_length=200, verbose_name='document')),
                        ('is_exception', models.BooleanField(default=False, help_text='Below the threshold, because of work needs.', verbose_name='exception')),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='types', to='organisations.organisation', verbose_name='organisation')),
                        ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sources.source', verbose_name='source')),
                    ],
                    options={
                        'verbose_name': 'type of an organisation',
                        'abstract': False,
                        'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gt', models.F('known_by')), _connector='OR'), name='organisations_typespell_starts_before_it_ends'), models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('known_by', models.F('valid_from')), _connector='OR'), name='organisations_typespell_known_by_is_the_start'), models.CheckConstraint(condition=models.Q(('not_before__isnull', True), models.Q(('not_before__lte', models.F('known_by')), ('valid_from__isnull', True)), _connector='OR'), name='organisations_typespell_bounds_only_unknown_start'), models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('organisation',), name='organisation_has_one_type_now')],
                    },
                ),
            ],
        ),
    ]
