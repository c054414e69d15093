import django.db.models.deletion
import jilian.base.creating
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('clusters', '0001_initial'),
        ('firms', '0001_initial'),
        ('places', '0001_initial'),
    ]

    operations = [
        jilian.base.creating.CreateModels(
            models=[
                migrations.CreateModel(
                    name='FirmSheet',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('form', models.CharField(max_length=30, verbose_name='form')),
                        ('unit_kind', models.CharField(choices=[('town', 'a town or street'), ('cluster', 'a cluster')], max_length=7, verbose_name='kind of unit')),
                        ('unit_key', models.CharField(max_length=20, verbose_name='unit')),
                        ('month', models.DateField(help_text='Its first day; February for both.', verbose_name='month')),
                        ('revision', models.PositiveIntegerField(verbose_name='revision')),
                        ('purpose', models.CharField(help_text='What the firms gave their figures for.', max_length=200, verbose_name='purpose')),
                        ('file_name', models.CharField(max_length=200, verbose_name='file')),
                        ('fingerprint', models.CharField(max_length=64, verbose_name='fingerprint (SHA-256)')),
                        ('findings', models.JSONField(default=list, verbose_name='findings with a note')),
                        ('entered_at', models.DateTimeField(verbose_name='entered at')),
                        ('entered_by', models.CharField(max_length=150, verbose_name='entered by')),
                        ('cluster', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.cluster', verbose_name='cluster')),
                        ('division', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.division', verbose_name='town')),
                        ('world', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='places.world', verbose_name='world')),
                    ],
                    options={
                        'verbose_name': "table of firms' monthly figures",
                        'ordering': ('-month', '-revision'),
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('cluster__isnull', True), ('division__isnull', False), ('unit_kind', 'town')), models.Q(('cluster__isnull', False), ('division__isnull', True), ('unit_kind', 'cluster')), _connector='OR'), name='firm_sheet_names_one_unit'), models.UniqueConstraint(fields=('world', 'form', 'unit_kind', 'unit_key', 'month', 'revision'), name='firm_sheet_revision_once'), models.CheckConstraint(condition=models.Q(('purpose', ''), _negated=True), name='firm_sheet_names_its_purpose')],
                    },
                ),
                migrations.CreateModel(
                    name='FirmFigures',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('row', models.PositiveIntegerField(verbose_name='row')),
                        ('values', models.JSONField(default=dict, verbose_name='values')),
                        ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
                        ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='firms.firm', verbose_name='firm')),
                        ('sheet', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='returns.firmsheet', verbose_name='table')),
                    ],
                    options={
                        'verbose_name': "a firm's monthly figures",
                        'verbose_name_plural': "firms' monthly figures",
                        'ordering': ('row',),
                        'constraints': [models.UniqueConstraint(fields=('sheet', 'firm'), name='firm_figures_once_a_sheet')],
                    },
                ),
                migrations.CreateModel(
                    name='MonthlyReturn',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('form', models.CharField(max_length=30, verbose_name='form')),
                        ('unit_kind', models.CharField(choices=[('town', 'a town or street'), ('cluster', 'a cluster')], max_length=7, verbose_name='kind of unit')),
                        ('unit_key', models.CharField(max_length=20, verbose_name='unit')),
                        ('form_version', models.CharField(max_length=20, verbose_name='version of the form')),
                        ('month', models.DateField(help_text='Its first day; February for both.', verbose_name='month')),
                        ('is_joint', models.BooleanField(default=False, verbose_name='January and February together')),
                        ('revision', models.PositiveIntegerField(default=1, verbose_name='revision')),
                        ('reason', models.CharField(blank=True, max_length=500, verbose_name='reason of the correction')),
                        ('state', models.CharField(choices=[('entered', 'being entered'), ('sent', 'sent'), ('checked', 'checked by the town'), ('sent_back', 'sent back'), ('accepted', 'accepted'), ('locked', 'locked'), ('released', 'released')], default='entered', max_length=9, verbose_name='state')),
                        ('saves', models.PositiveIntegerField(default=0, verbose_name='times saved')),
                        ('due_at', models.DateTimeField(verbose_name='due at')),
                        ('first_sent_at', models.DateTimeField(blank=True, null=True, verbose_name='first sent at')),
                        ('sent_back_reason', models.CharField(blank=True, max_length=500, verbose_name='why it was sent back')),
                        ('released_at', models.DateTimeField(blank=True, null=True, verbose_name='released at')),
                        ('cluster', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.cluster', verbose_name='cluster')),
                        ('division', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.division', verbose_name='town')),
                        ('world', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='places.world', verbose_name='world')),
                    ],
                    options={
                        'verbose_name': 'monthly return',
                        'ordering': ('-month', 'form', 'unit_kind', 'unit_key', '-revision'),
                        'indexes': [models.Index(fields=['world', 'form', 'month'], name='return_by_month')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('cluster__isnull', True), ('division__isnull', False), ('unit_kind', 'town')), models.Q(('cluster__isnull', False), ('division__isnull', True), ('unit_kind', 'cluster')), _connector='OR'), name='return_names_one_unit'), models.UniqueConstraint(fields=('world', 'form', 'unit_kind', 'unit_key', 'month', 'revision'), name='return_revision_once'), models.UniqueConstraint(condition=models.Q(('state', 'released'), _negated=True), fields=('world', 'form', 'unit_kind', 'unit_key', 'month'), name='return_open_once'), models.CheckConstraint(condition=models.Q(('revision', 1), models.Q(('reason', ''), _negated=True), _connector='OR'), name='return_revised_with_a_reason'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'sent_back'), _negated=True), models.Q(('sent_back_reason', ''), _negated=True), _connector='OR'), name='return_sent_back_with_a_reason'), models.CheckConstraint(condition=models.Q(models.Q(('released_at__isnull', False), ('state', 'released')), models.Q(models.Q(('state', 'released'), _negated=True), ('released_at__isnull', True)), _connector='OR'), name='return_released_at_a_moment'), models.CheckConstraint(condition=models.Q(('is_joint', False), ('month__month', 2), _connector='OR'), name='return_joint_in_february')],
                    },
                ),
                migrations.CreateModel(
                    name='MonthRelease',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('form', models.CharField(max_length=30, verbose_name='form')),
                        ('month', models.DateField(help_text='Its first day; February for both.', verbose_name='month')),
                        ('number', models.PositiveIntegerField(verbose_name='number')),
                        ('cover_part', models.DecimalField(decimal_places=4, max_digits=20, null=True, verbose_name="last year's value of the reported units")),
                        ('cover_whole', models.DecimalField(decimal_places=4, max_digits=20, null=True, verbose_name="last year's value of all units")),
                        ('units_reported', models.PositiveIntegerField(verbose_name='units reported')),
                        ('units_expected', models.PositiveIntegerField(verbose_name='units expected')),
                        ('missing', models.JSONField(default=list, verbose_name='units missing')),
                        ('newly', models.JSONField(default=list, verbose_name='returns released by it')),
                        ('released_at', models.DateTimeField(verbose_name='released at')),
                        ('released_by', models.CharField(max_length=150, verbose_name='released by')),
                        ('world', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='places.world', verbose_name='world')),
                    ],
                    options={
                        'verbose_name': 'release of a month',
                        'ordering': ('-month', 'form', '-number'),
                        'constraints': [models.UniqueConstraint(fields=('world', 'form', 'month', 'number'), name='month_release_number_once'), models.CheckConstraint(condition=models.Q(models.Q(('cover_part__isnull', True), ('cover_whole__isnull', True)), models.Q(('cover_part__gte', 0), ('cover_part__lte', models.F('cover_whole')), ('cover_whole__gt', 0)), _connector='OR'), name='month_release_cover_has_both_or_none'), models.CheckConstraint(condition=models.Q(('units_reported__lte', models.F('units_expected'))), name='month_release_units_within_expected')],
                    },
                ),
                migrations.CreateModel(
                    name='ReturnLine',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('item', models.CharField(max_length=40, verbose_name='item')),
                        ('column', models.CharField(choices=[('month', 'this month'), ('cumulative', 'cumulative'), ('as_of', 'at the end of the month')], max_length=10, verbose_name='column')),
                        ('value', models.DecimalField(blank=True, decimal_places=4, help_text='In the unit of the form.', max_digits=20, null=True, verbose_name='value')),
                        ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
                        ('monthly_return', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='returns.monthlyreturn', verbose_name='monthly return')),
                    ],
                    options={
                        'verbose_name': 'line of a monthly return',
                        'ordering': ('pk',),
                        'constraints': [models.UniqueConstraint(fields=('monthly_return', 'item', 'column'), name='return_line_once')],
                    },
                ),
                migrations.CreateModel(
                    name='ReturnStep',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('revision', models.PositiveIntegerField(default=1, verbose_name='revision')),
                        ('kind', models.CharField(choices=[('begun', 'begun'), ('saved', 'saved'), ('sent', 'sent'), ('checked', 'checked by the town'), ('accepted', 'accepted'), ('sent_back', 'sent back'), ('locked', 'locked'), ('released', 'released'), ('correction', 'correction begun'), ('withdrawn', 'correction taken back')], max_length=10, verbose_name='what')),
                        ('words', models.CharField(blank=True, max_length=500, verbose_name='words')),
                        ('changes', models.JSONField(blank=True, default=list, verbose_name='values before and after')),
                        ('at', models.DateTimeField(verbose_name='at')),
                        ('by', models.CharField(max_length=150, verbose_name='by')),
                        ('office', models.CharField(blank=True, max_length=120, verbose_name='office')),
                        ('monthly_return', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='returns.monthlyreturn', verbose_name='monthly return')),
                    ],
                    options={
                        'verbose_name': 'step of a monthly return',
                        'ordering': ('at', 'pk'),
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ('sent_back', 'correction')), _negated=True), models.Q(('words', ''), _negated=True), _connector='OR'), name='return_step_says_why')],
                    },
                ),
                migrations.CreateModel(
                    name='Duty',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('form', models.CharField(max_length=30, verbose_name='form')),
                        ('unit_kind', models.CharField(choices=[('town', 'a town or street'), ('cluster', 'a cluster')], max_length=7, verbose_name='kind of unit')),
                        ('unit_key', models.CharField(max_length=20, verbose_name='unit')),
                        ('from_month', models.DateField(help_text='Its first day.', verbose_name='from month')),
                        ('until_month', models.DateField(blank=True, help_text='Its first day; included.', null=True, verbose_name='until month')),
                        ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                        ('entered_at', models.DateTimeField(verbose_name='entered at')),
                        ('entered_by', models.CharField(max_length=150, verbose_name='entered by')),
                        ('cluster', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clusters.cluster', verbose_name='cluster')),
                        ('division', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.division', verbose_name='town')),
                        ('world', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='places.world', verbose_name='world')),
                    ],
                    options={
                        'verbose_name': 'duty to report',
                        'verbose_name_plural': 'duties to report',
                        'ordering': ('form', 'unit_kind', 'unit_key', 'pk'),
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('cluster__isnull', True), ('division__isnull', False), ('unit_kind', 'town')), models.Q(('cluster__isnull', False), ('division__isnull', True), ('unit_kind', 'cluster')), _connector='OR'), name='duty_names_one_unit'), models.UniqueConstraint(condition=models.Q(('until_month__isnull', True)), fields=('world', 'form', 'unit_kind', 'unit_key'), name='duty_lasts_once'), models.CheckConstraint(condition=models.Q(('until_month__isnull', True), ('until_month__gte', models.F('from_month')), _connector='OR'), name='duty_ends_after_it_began')],
                    },
                ),
            ],
        ),
    ]
