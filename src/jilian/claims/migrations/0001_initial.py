import django.core.serializers.json
import django.db.models.deletion
import jilian.base.creating
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('accounts', '__first__'),
        ('firms', '0001_initial'),
        ('places', '0001_initial'),
        ('sources', '0001_initial'),
    ]

    operations = [
        jilian.base.creating.CreateModels(
            models=[
                migrations.CreateModel(
                    name='Claim',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('scheme', models.CharField(choices=[('uscc', 'unified social credit code'), ('stock_code', 'stock code'), ('register_number', 'register number'), ('apple_supplier_list', 'name on a published supplier list'), ('named_in_document', 'named in a document'), ('made', 'number of a made-up firm')], max_length=24, verbose_name='identified by')),
                        ('identifier', models.CharField(max_length=80, verbose_name='identifier')),
                        ('paper', models.CharField(choices=[('business_licence', 'business licence'), ('letter_of_authority', 'letter of authority from the firm'), ('electronic_licence', 'electronic licence, shown at the office'), ('other', 'another paper')], max_length=24, verbose_name='paper')),
                        ('paper_number', models.CharField(blank=True, max_length=80, verbose_name='number of the paper')),
                        ('words', models.CharField(blank=True, max_length=500, verbose_name='what it shows')),
                        ('state', models.CharField(choices=[('filed', 'filed'), ('asked_back', 'asked back'), ('accepted', 'accepted'), ('refused', 'refused'), ('withdrawn', 'withdrawn'), ('ended', 'ended')], max_length=12, verbose_name='state')),
                        ('filed_at', models.DateTimeField(verbose_name='filed at')),
                        ('waiting_since', models.DateTimeField(verbose_name='waiting since')),
                        ('question', models.CharField(blank=True, max_length=500, verbose_name='question')),
                        ('reason', models.CharField(blank=True, max_length=500, verbose_name='reason')),
                        ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided at')),
                        ('decided_by', models.CharField(blank=True, max_length=150, verbose_name='decided by')),
                        ('appointment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.appointment', verbose_name='appointment')),
                        ('firm', models.ForeignKey(blank=True, help_text='Empty where the register has no such record.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='firms.firm', verbose_name='firm')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='claims', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                        ('world', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='claims', to='places.world', verbose_name='world')),
                    ],
                    options={
                        'verbose_name': 'claim',
                        'ordering': ('-filed_at', '-pk'),
                        'indexes': [models.Index(fields=['world', 'state', 'waiting_since'], name='claims_waiting')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['asked_back', 'filed'])), fields=('person', 'world', 'scheme', 'identifier'), name='claim_open_once'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('accepted', 'ended')), _negated=True), models.Q(('appointment__isnull', False), ('firm__isnull', False)), _connector='OR'), name='accepted_claim_has_firm_and_appointment'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('refused', 'ended')), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='refused_claim_states_its_reason')],
                    },
                ),
                migrations.CreateModel(
                    name='Correction',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('field', models.CharField(choices=[('registered_name', 'registered name'), ('short_name', 'short name'), ('english_name', 'English name'), ('former_name', 'former name'), ('identifier', 'identifier'), ('main_site', 'main site'), ('other_site', 'further site'), ('industry', 'main industry'), ('makes', 'makes'), ('buys', 'buys'), ('fact', 'yearly fact')], max_length=20, verbose_name='value')),
                        ('manner', models.CharField(choices=[('add', 'this is missing'), ('change', 'this has changed'), ('wrong', 'this was recorded wrongly'), ('end', 'this no longer holds'), ('question', 'I question this')], max_length=12, verbose_name='what the firm says')),
                        ('record', models.PositiveBigIntegerField(default=0, help_text='What it is about; 0 where the register holds none.', verbose_name='record')),
                        ('value', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='proposed')),
                        ('before', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='before')),
                        ('from_day', models.DateField(blank=True, null=True, verbose_name='from')),
                        ('words', models.CharField(max_length=500, verbose_name='why, and which paper shows it')),
                        ('state', models.CharField(choices=[('filed', 'waiting'), ('asked_back', 'asked back'), ('accepted', 'accepted'), ('refused', 'refused'), ('withdrawn', 'withdrawn'), ('undone', 'undone'), ('answered', 'answered')], max_length=12, verbose_name='state')),
                        ('filed_at', models.DateTimeField(verbose_name='filed at')),
                        ('filed_by', models.CharField(max_length=150, verbose_name='filed by')),
                        ('waiting_since', models.DateTimeField(verbose_name='waiting since')),
                        ('question', models.CharField(blank=True, max_length=500, verbose_name='question')),
                        ('reason', models.CharField(blank=True, max_length=500, verbose_name='reason')),
                        ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided at')),
                        ('decided_by', models.CharField(blank=True, max_length=150, verbose_name='decided by')),
                        ('journal', models.JSONField(default=list, encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='what it wrote')),
                        ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='firms.firm', verbose_name='firm')),
                        ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sources.source', verbose_name='source')),
                        ('world', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='corrections', to='places.world', verbose_name='world')),
                    ],
                    options={
                        'verbose_name': 'correction',
                        'ordering': ('-filed_at', '-pk'),
                        'indexes': [models.Index(fields=['world', 'state', 'waiting_since'], name='corrections_waiting')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('accepted', 'undone')), _negated=True), ('source__isnull', False), _connector='OR'), name='accepted_correction_has_a_source'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('refused', 'answered')), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='refused_correction_states_its_reason')],
                    },
                ),
            ],
        ),
    ]
