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
                    name='Template',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.SlugField(max_length=60, verbose_name='key')),
                        ('revision', models.PositiveIntegerField(verbose_name='revision')),
                        ('name', models.CharField(max_length=120, verbose_name='name')),
                        ('name_en', models.CharField(blank=True, max_length=120, verbose_name='name in English')),
                        ('body', models.TextField(verbose_name='text')),
                        ('body_en', models.TextField(blank=True, verbose_name='text in English')),
                        ('made_at', models.DateTimeField(verbose_name='written at')),
                        ('made_by', models.CharField(max_length=150, verbose_name='written by')),
                        ('world', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='report_templates', to='places.world', verbose_name='world')),
                    ],
                    options={
                        'verbose_name': 'template of a report',
                        'ordering': ('name', 'key', '-revision'),
                        'constraints': [models.UniqueConstraint(fields=('world', 'key', 'revision'), name='report_template_revision_once'), models.CheckConstraint(condition=models.Q(models.Q(('body', ''), _negated=True), models.Q(('name', ''), _negated=True)), name='report_template_says_something')],
                    },
                ),
                migrations.CreateModel(
                    name='WordTemplate',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.SlugField(max_length=60, verbose_name='key')),
                        ('revision', models.PositiveIntegerField(verbose_name='revision')),
                        ('file_name', models.CharField(max_length=200, verbose_name='file name')),
                        ('content', models.BinaryField(verbose_name='file')),
                        ('fingerprint', models.CharField(max_length=64, verbose_name='fingerprint (SHA-256)')),
                        ('uploaded_at', models.DateTimeField(verbose_name='uploaded at')),
                        ('uploaded_by', models.CharField(max_length=150, verbose_name='uploaded by')),
                        ('world', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='places.world', verbose_name='world')),
                    ],
                    options={
                        'verbose_name': 'Word file of a template',
                        'ordering': ('key', '-revision'),
                        'constraints': [models.UniqueConstraint(fields=('world', 'key', 'revision'), name='word_template_revision_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Report',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('month', models.DateField(help_text='Its first day.', verbose_name='month')),
                        ('template_key', models.SlugField(max_length=60, verbose_name='key')),
                        ('audience', models.CharField(choices=[('inside', 'inside the offices'), ('public', 'public: released values alone')], max_length=8, verbose_name='for whom')),
                        ('language', models.CharField(choices=[('zh', 'Chinese'), ('en', 'English')], max_length=2, verbose_name='language')),
                        ('revision', models.PositiveIntegerField(verbose_name='revision')),
                        ('title', models.CharField(max_length=200, verbose_name='title')),
                        ('content', models.TextField(verbose_name='content')),
                        ('fingerprint', models.CharField(max_length=64, verbose_name='fingerprint (SHA-256)')),
                        ('compiled_at', models.DateTimeField(verbose_name='compiled at')),
                        ('compiled_by', models.CharField(max_length=150, verbose_name='compiled by')),
                        ('world', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='places.world', verbose_name='world')),
                        ('template', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='reports.template', verbose_name='template')),
                        ('word_template', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='reports.wordtemplate', verbose_name='Word file')),
                    ],
                    options={
                        'verbose_name': 'report',
                        'ordering': ('-month', 'title', '-revision', '-pk'),
                        'constraints': [models.UniqueConstraint(fields=('world', 'month', 'template_key', 'audience', 'language', 'revision'), name='frozen_report_revision_once'), models.CheckConstraint(condition=models.Q(('month__day', 1)), name='frozen_report_month_by_its_first_day')],
                    },
                ),
                migrations.CreateModel(
                    name='PrintedFile',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('pdf', 'PDF'), ('docx', 'Word'), ('xlsx', 'Excel')], max_length=4, verbose_name='kind of file')),
                        ('notes', models.PositiveSmallIntegerField(verbose_name='notes on the added sheet')),
                        ('content', models.BinaryField(verbose_name='file')),
                        ('fingerprint', models.CharField(max_length=64, verbose_name='fingerprint (SHA-256)')),
                        ('at', models.DateTimeField(verbose_name='printed at')),
                        ('by', models.CharField(max_length=150, verbose_name='printed by')),
                        ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='printed_files', to='reports.report', verbose_name='report')),
                    ],
                    options={
                        'verbose_name': 'printed file',
                        'ordering': ('report', 'kind', 'notes'),
                        'constraints': [models.UniqueConstraint(fields=('report', 'kind', 'notes'), name='report_printed_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Note',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                        ('figure_number', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='about which figure')),
                        ('words', models.CharField(max_length=500, verbose_name='what is corrected, and why')),
                        ('at', models.DateTimeField(verbose_name='added at')),
                        ('by', models.CharField(max_length=150, verbose_name='added by')),
                        ('name', models.CharField(max_length=150, verbose_name='name as printed')),
                        ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='reports.report', verbose_name='report')),
                    ],
                    options={
                        'verbose_name': 'note of correction',
                        'ordering': ('report', 'number'),
                        'constraints': [models.UniqueConstraint(fields=('report', 'number'), name='report_note_once'), models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='report_note_says_something')],
                    },
                ),
                migrations.CreateModel(
                    name='ReportFigure',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.PositiveSmallIntegerField(verbose_name='number in the report')),
                        ('asked', models.CharField(max_length=200, verbose_name='as the template asks for it')),
                        ('indicator', models.SlugField(max_length=80, verbose_name='indicator')),
                        ('unit_key', models.CharField(blank=True, max_length=80, verbose_name='unit')),
                        ('period', models.CharField(max_length=20, verbose_name='period')),
                        ('measure', models.CharField(max_length=12, verbose_name='what of it')),
                        ('value', models.DecimalField(blank=True, decimal_places=12, max_digits=38, null=True, verbose_name='value')),
                        ('bound', models.CharField(blank=True, max_length=12, verbose_name='bound')),
                        ('words', models.CharField(max_length=120, verbose_name='in words')),
                        ('unit_words', models.CharField(blank=True, max_length=40, verbose_name='unit of measure')),
                        ('value_revision', models.PositiveIntegerField(blank=True, null=True, verbose_name='revision of the value')),
                        ('numerator', models.DecimalField(blank=True, decimal_places=12, max_digits=38, null=True, verbose_name='numerator')),
                        ('denominator', models.DecimalField(blank=True, decimal_places=12, max_digits=38, null=True, verbose_name='denominator')),
                        ('hidden', models.CharField(blank=True, max_length=12, verbose_name='hidden')),
                        ('parts', models.CharField(blank=True, max_length=300, verbose_name='address of its parts')),
                        ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='figures', to='reports.report', verbose_name='report')),
                    ],
                    options={
                        'verbose_name': 'figure of a report',
                        'ordering': ('report', 'number'),
                        'constraints': [models.UniqueConstraint(fields=('report', 'number'), name='report_figure_once'), models.CheckConstraint(condition=models.Q(('hidden', ''), ('value__isnull', True), _connector='OR'), name='report_figure_hidden_has_no_value')],
                    },
                ),
                migrations.CreateModel(
                    name='Signature',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('place', models.PositiveSmallIntegerField(verbose_name='first or second')),
                        ('by', models.CharField(max_length=150, verbose_name='signed by')),
                        ('name', models.CharField(max_length=150, verbose_name='name as printed')),
                        ('office', models.CharField(blank=True, max_length=150, verbose_name='office as printed')),
                        ('fingerprint', models.CharField(max_length=64, verbose_name='fingerprint (SHA-256)')),
                        ('at', models.DateTimeField(verbose_name='signed at')),
                        ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='signatures', to='reports.report', verbose_name='report')),
                    ],
                    options={
                        'verbose_name': 'signature',
                        'ordering': ('report', 'place'),
                        'constraints': [models.UniqueConstraint(fields=('report', 'place'), name='report_signed_once_in_a_place'), models.UniqueConstraint(fields=('report', 'by'), name='report_signed_once_by_a_person'), models.CheckConstraint(condition=models.Q(('place__gte', 1), ('place__lte', 2)), name='report_signed_by_two')],
                    },
                ),
            ],
        ),
    ]
