import django.db.models.deletion
import jilian.base.creating
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('places', '0001_initial'),
        ('sources', '0001_initial'),
    ]

    operations = [
        jilian.base.creating.CreateModels(
            models=[
                migrations.CreateModel(
                    name='Upload',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('firms', 'firms'), ('links', 'supply links'), ('organisations', 'organisations'), ('titles', 'titles'), ('carriers', 'carriers')], max_length=16, verbose_name='what it holds')),
                        ('file_name', models.CharField(max_length=200, verbose_name='file')),
                        ('sheet', models.CharField(blank=True, help_text='Empty for the first one.', max_length=100, verbose_name='sheet')),
                        ('fingerprint', models.CharField(max_length=64, verbose_name='fingerprint (SHA-256)')),
                        ('content', models.BinaryField(verbose_name='content')),
                        ('state', models.CharField(choices=[('unclear', 'columns unclear'), ('received', 'received'), ('checking', 'being checked'), ('checked', 'checked'), ('applied', 'applied'), ('refused', 'refused'), ('undone', 'undone')], default='received', max_length=10, verbose_name='state')),
                        ('sender', models.CharField(blank=True, help_text='The office that the table comes from; empty for whoever uploaded it.', max_length=100, verbose_name='sender')),
                        ('reading', models.JSONField(default=dict, help_text='Format, encoding, separator, columns.', verbose_name='how it was read')),
                        ('meanings', models.JSONField(blank=True, default=dict, help_text='By heading the column it means (empty: left out), and who said so.', verbose_name='meanings of headings')),
                        ('rows_total', models.PositiveIntegerField(blank=True, null=True, verbose_name='rows')),
                        ('rows_done', models.PositiveIntegerField(default=0, verbose_name='rows done')),
                        ('difference', models.JSONField(blank=True, help_text='New, changed, same, conflicting.', null=True, verbose_name='difference')),
                        ('outcome', models.JSONField(blank=True, help_text='The same counts, once applied.', null=True, verbose_name='outcome')),
                        ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
                        ('received_at', models.DateTimeField(verbose_name='received at')),
                        ('received_by', models.CharField(max_length=150, verbose_name='received by')),
                        ('checked_at', models.DateTimeField(blank=True, null=True, verbose_name='checked at')),
                        ('asked_at', models.DateTimeField(blank=True, null=True, verbose_name='applying asked for at')),
                        ('asked_by', models.CharField(blank=True, max_length=150, verbose_name='applying asked for by')),
                        ('applied_at', models.DateTimeField(blank=True, null=True, verbose_name='applied at')),
                        ('applied_by', models.CharField(blank=True, max_length=150, verbose_name='applied by')),
                        ('journal', models.BinaryField(default=b'', help_text='What applying changed, so that it can be undone.', verbose_name='journal')),
                        ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='undone at')),
                        ('undone_by', models.CharField(blank=True, max_length=150, verbose_name='undone by')),
                        ('undo_reason', models.CharField(blank=True, max_length=300, verbose_name='why undone')),
                        ('source', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='upload', to='sources.source', verbose_name='source')),
                        ('world', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='uploads', to='places.world', verbose_name='world')),
                    ],
                    options={
                        'verbose_name': 'upload',
                        'ordering': ('-received_at', '-pk'),
                        'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ('refused', 'undone')), _negated=True), fields=('world', 'kind', 'fingerprint', 'sheet'), name='table_uploaded_once'), models.CheckConstraint(condition=models.Q(models.Q(('applied_at__isnull', False), ('source__isnull', False), ('state__in', ('applied', 'undone'))), models.Q(models.Q(('state__in', ('applied', 'undone')), _negated=True), ('applied_at__isnull', True), ('source__isnull', True)), _connector='OR'), name='upload_applied_has_its_source'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('checked', 'applied', 'undone')), _negated=True), ('difference__isnull', False), _connector='OR'), name='upload_checked_has_its_difference'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'undone'), ('undone_at__isnull', False)), models.Q(models.Q(('state', 'undone'), _negated=True), ('undone_at__isnull', True)), _connector='OR'), name='upload_undone_says_when')],
                    },
                ),
                migrations.CreateModel(
                    name='UploadProblem',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('row', models.PositiveIntegerField(help_text='As a reader of the table counts; 0 for the whole table.', verbose_name='row')),
                        ('column', models.CharField(blank=True, max_length=200, verbose_name='column')),
                        ('value', models.CharField(blank=True, max_length=200, verbose_name='value')),
                        ('code', models.CharField(max_length=40, verbose_name='code')),
                        ('details', models.JSONField(default=dict, help_text='What the sentence of this code names.', verbose_name='details')),
                        ('is_warning', models.BooleanField(default=False, verbose_name='warning only')),
                        ('upload', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='problems', to='intake.upload', verbose_name='upload')),
                    ],
                    options={
                        'verbose_name': 'problem in an upload',
                        'ordering': ('row', 'pk'),
                    },
                ),
                migrations.CreateModel(
                    name='HeadingMeaning',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('firms', 'firms'), ('links', 'supply links'), ('organisations', 'organisations'), ('titles', 'titles'), ('carriers', 'carriers')], max_length=16, verbose_name='what it holds')),
                        ('sender', models.CharField(max_length=150, verbose_name='sender')),
                        ('base', models.CharField(max_length=80, verbose_name='heading without year and unit')),
                        ('heading', models.CharField(max_length=80, verbose_name='heading')),
                        ('field', models.CharField(blank=True, help_text='Empty: left out.', max_length=40, verbose_name='column')),
                        ('kept_at', models.DateTimeField(verbose_name='kept at')),
                        ('kept_by', models.CharField(max_length=150, verbose_name='kept by')),
                        ('world', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='heading_meanings', to='places.world', verbose_name='world')),
                    ],
                    options={
                        'verbose_name': 'meaning of a heading',
                        'ordering': ('kind', 'sender', 'base'),
                        'constraints': [models.UniqueConstraint(fields=('world', 'kind', 'sender', 'base'), name='heading_has_one_meaning_for_a_sender')],
                    },
                ),
            ],
        ),
    ]
