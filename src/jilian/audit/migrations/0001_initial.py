import jilian.base.creating
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        jilian.base.creating.CreateModels(
            models=[
                migrations.CreateModel(
                    name='DailyDigest',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('day', models.DateField(verbose_name='day')),
                        ('first_number', models.BigIntegerField(verbose_name='first trace')),
                        ('last_number', models.BigIntegerField(unique=True, verbose_name='last trace')),
                        ('count', models.BigIntegerField(verbose_name='traces')),
                        ('digest', models.CharField(max_length=64, verbose_name='digest (SHA-256)')),
                        ('sealed_at', models.DateTimeField(verbose_name='sealed at')),
                        ('sealed_by', models.CharField(max_length=150, verbose_name='sealed by')),
                        ('public_key', models.CharField(max_length=64, verbose_name='public key (Ed25519)')),
                        ('signature', models.CharField(max_length=128, verbose_name='signature')),
                    ],
                    options={
                        'verbose_name': 'sealed digest',
                        'ordering': ('-last_number',),
                    },
                ),
                migrations.CreateModel(
                    name='Pruning',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.BigIntegerField(unique=True, verbose_name='last deleted trace')),
                        ('digest', models.CharField(max_length=64, verbose_name='digest (SHA-256)')),
                        ('count', models.BigIntegerField(verbose_name='traces deleted')),
                        ('before_at', models.DateTimeField(verbose_name='older than')),
                        ('pruned_at', models.DateTimeField(verbose_name='deleted at')),
                        ('pruned_by', models.CharField(max_length=150, verbose_name='deleted by')),
                    ],
                    options={
                        'verbose_name': 'deletion of old traces',
                        'ordering': ('-number',),
                    },
                ),
                migrations.CreateModel(
                    name='Verification',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('asked_at', models.DateTimeField(verbose_name='asked for at')),
                        ('asked_by', models.CharField(max_length=150, verbose_name='asked for by')),
                        ('state', models.CharField(choices=[('waiting', 'waiting'), ('running', 'under way'), ('sound', 'nothing was changed'), ('broken', 'traces were changed')], default='waiting', max_length=8, verbose_name='state')),
                        ('first_number', models.BigIntegerField(blank=True, null=True, verbose_name='first trace')),
                        ('last_number', models.BigIntegerField(blank=True, null=True, verbose_name='last trace')),
                        ('checked', models.BigIntegerField(default=0, verbose_name='traces checked')),
                        ('whole', models.BigIntegerField(blank=True, null=True, verbose_name='traces to check')),
                        ('broken', models.BigIntegerField(default=0, verbose_name='traces that do not fit')),
                        ('findings', models.JSONField(default=list, verbose_name='what was found')),
                        ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended at')),
                    ],
                    options={
                        'verbose_name': 'verification of the chain',
                        'ordering': ('-asked_at', '-pk'),
                    },
                ),
                migrations.CreateModel(
                    name='ChainHead',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.BigIntegerField(verbose_name='number')),
                        ('digest', models.CharField(max_length=64, verbose_name='digest (SHA-256)')),
                    ],
                    options={
                        'verbose_name': 'end of the chain of traces',
                        'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='chain_has_one_head')],
                    },
                ),
                migrations.CreateModel(
                    name='Look',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('day', models.DateField(verbose_name='day')),
                        ('person', models.CharField(max_length=150, verbose_name='by')),
                        ('world', models.CharField(max_length=50, verbose_name='world')),
                        ('about_kind', models.CharField(max_length=80, verbose_name='kind of record')),
                        ('about_key', models.CharField(max_length=80, verbose_name='record')),
                        ('first_at', models.DateTimeField(verbose_name='first at')),
                    ],
                    options={
                        'verbose_name': 'look at a record',
                        'ordering': ('-day', '-first_at'),
                        'indexes': [models.Index(fields=['day'], name='audit_look_day')],
                        'constraints': [models.UniqueConstraint(fields=('about_kind', 'about_key', 'day', 'person'), name='look_once_a_day')],
                    },
                ),
                migrations.CreateModel(
                    name='Trace',
                    fields=[
                        ('number', models.BigIntegerField(primary_key=True, serialize=False, verbose_name='number')),
                        ('at', models.DateTimeField(db_index=True, verbose_name='at')),
                        ('by', models.CharField(max_length=150, verbose_name='by')),
                        ('action', models.CharField(max_length=80, verbose_name='action')),
                        ('world', models.CharField(blank=True, max_length=50, verbose_name='world')),
                        ('about_kind', models.CharField(blank=True, max_length=80, verbose_name='kind of record')),
                        ('about_key', models.CharField(blank=True, max_length=80, verbose_name='record')),
                        ('about_name', models.CharField(blank=True, max_length=300, verbose_name='name of the record')),
                        ('before_text', models.TextField(blank=True, verbose_name='before')),
                        ('after_text', models.TextField(blank=True, verbose_name='after')),
                        ('purpose', models.CharField(blank=True, max_length=200, verbose_name='purpose')),
                        ('recipient', models.CharField(blank=True, max_length=200, verbose_name='recipient')),
                        ('digest', models.CharField(max_length=64, verbose_name='digest (SHA-256)')),
                    ],
                    options={
                        'verbose_name': 'trace',
                        'ordering': ('-number',),
                        'indexes': [models.Index(fields=['about_kind', 'about_key', 'number'], name='audit_trace_about'), models.Index(fields=['action', 'number'], name='audit_trace_action'), models.Index(fields=['by', 'number'], name='audit_trace_by'), models.Index(condition=models.Q(('purpose', ''), _negated=True), fields=['number'], name='audit_trace_taken_out')],
                    },
                ),
            ],
        ),
    ]
