import django.core.serializers.json
import django.db.models.deletion
import jilian.base.creating
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('clusters', '0001_initial'),
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
                    name='Absorption',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('mode', models.CharField(choices=[('superior', 'the superior changes'), ('functional', "functional: joins the cluster's line, first line unchanged")], max_length=10, verbose_name='mode')),
                        ('link_evidence', models.CharField(blank=True, max_length=10, verbose_name='evidence of the link')),
                        ('reason', models.CharField(blank=True, max_length=500, verbose_name='reason')),
                        ('state', models.CharField(choices=[('proposed', 'consents awaited'), ('agreed', 'all agree, to be decided'), ('decided', 'decided'), ('refused', 'refused'), ('withdrawn', 'withdrawn'), ('moved', 'ended: moved out of the district'), ('dissolved', 'ended: dissolved'), ('merged', 'ended: merger of two firms'), ('undone', 'undone')], max_length=10, verbose_name='state')),
                        ('proposed_on', models.DateField(verbose_name='proposed on')),
                        ('proposed_at', models.DateTimeField(verbose_name='proposed at')),
                        ('proposed_by', models.CharField(max_length=150, verbose_name='proposed by')),
                        ('number', models.CharField(blank=True, max_length=120, verbose_name='number of the decision')),
                        ('decided_on', models.DateField(blank=True, null=True, verbose_name='decided on')),
                        ('effect_on', models.DateField(blank=True, null=True, verbose_name='takes effect on')),
                        ('conditions', models.CharField(blank=True, max_length=500, verbose_name='what becomes of conditions')),
                        ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided at')),
                        ('decided_by', models.CharField(blank=True, max_length=150, verbose_name='decided by')),
                        ('ended_on', models.DateField(blank=True, null=True, verbose_name='ended on')),
                        ('end_reason', models.CharField(blank=True, max_length=500, verbose_name='why it ended')),
                        ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended at')),
                        ('ended_by', models.CharField(blank=True, max_length=150, verbose_name='ended by')),
                        ('journal', models.JSONField(default=list, encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='what it wrote')),
                        ('body', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='body of the cluster')),
                        ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='absorptions', to='clusters.cluster', verbose_name='cluster')),
                        ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='absorptions', to='firms.firm', verbose_name='firm')),
                        ('link', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='network.supplylink', verbose_name='supply link that justifies it')),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='absorptions', to='organisations.organisation', verbose_name='organisation')),
                        ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sources.source', verbose_name='source')),
                        ('superior', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='present superior')),
                        ('world', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='absorptions', to='places.world', verbose_name='world')),
                    ],
                    options={
                        'verbose_name': 'absorption',
                        'ordering': ('-proposed_on', '-pk'),
                        'indexes': [models.Index(fields=['world', 'state'], name='absorption_by_state')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['agreed', 'proposed'])), fields=('cluster', 'organisation'), name='absorption_open_once'), models.CheckConstraint(condition=models.Q(models.Q(('link_evidence', ''), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='absorption_has_a_link_or_a_reason'), models.CheckConstraint(condition=models.Q(models.Q(('decided_on__isnull', True), ('effect_on__isnull', True), ('number', '')), models.Q(('decided_on__isnull', False), ('effect_on__gte', models.F('decided_on')), ('body__isnull', False), ('source__isnull', False), models.Q(('number', ''), _negated=True)), _connector='OR'), name='absorption_decision_is_whole'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'decided'), _negated=True), ('decided_on__isnull', False), _connector='OR'), name='absorption_decided_has_its_decision'), models.CheckConstraint(condition=models.Q(('state__in', ('proposed', 'agreed', 'decided')), models.Q(('end_reason', ''), _negated=True), _connector='OR'), name='absorption_ended_states_its_reason')],
                    },
                ),
                migrations.CreateModel(
                    name='Consent',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('side', models.CharField(choices=[('firm', 'the firm'), ('body', 'its organisation'), ('superior', 'the present superior'), ('office', 'the organisation office')], max_length=10, verbose_name='side')),
                        ('answer', models.CharField(choices=[('waiting', 'waiting'), ('agreed', 'agreed'), ('conditional', 'agreed on condition'), ('refused', 'refused')], default='waiting', max_length=12, verbose_name='answer')),
                        ('words', models.CharField(blank=True, max_length=500, verbose_name='condition or reason')),
                        ('number', models.CharField(blank=True, max_length=120, verbose_name='number of the document')),
                        ('answered_on', models.DateField(blank=True, null=True, verbose_name='answered on')),
                        ('office', models.CharField(blank=True, max_length=120, verbose_name='by which office')),
                        ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered at')),
                        ('answered_by', models.CharField(blank=True, max_length=150, verbose_name='answered by')),
                        ('absorption', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='absorption.absorption', verbose_name='absorption')),
                    ],
                    options={
                        'verbose_name': 'consent to an absorption',
                        'ordering': ('pk',),
                        'constraints': [models.UniqueConstraint(fields=('absorption', 'side'), name='consent_once_a_side'), models.CheckConstraint(condition=models.Q(models.Q(('answer', 'waiting'), ('answered_on__isnull', True)), models.Q(models.Q(('answer', 'waiting'), _negated=True), ('answered_on__isnull', False)), _connector='OR'), name='consent_answered_on_a_day'), models.CheckConstraint(condition=models.Q(('answer__in', ('waiting', 'agreed')), models.Q(('words', ''), _negated=True), _connector='OR'), name='consent_condition_or_refusal_in_words')],
                    },
                ),
            ],
        ),
    ]
