import django.db.models.deletion
import jilian.base.creating
import jilian.base.encryption
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
                    name='OrderReport',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('side', models.CharField(choices=[('buyer', 'buyer'), ('supplier', 'supplier')], max_length=8, verbose_name='side')),
                        ('ordered_on', models.DateField(verbose_name='ordered on')),
                        ('tax', models.CharField(choices=[('with', 'with tax'), ('without', 'without tax')], max_length=8, verbose_name='with or without tax')),
                        ('rate', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='tax rate in per cent')),
                        ('document', models.CharField(max_length=120, verbose_name='number of the document')),
                        ('tender_document', models.CharField(blank=True, max_length=120, verbose_name='document of the tender held elsewhere')),
                        ('state', models.CharField(choices=[('standing', 'stands'), ('withdrawn', 'withdrawn')], default='standing', max_length=10, verbose_name='state')),
                        ('revision', models.PositiveIntegerField(default=1, verbose_name='revision')),
                        ('agrees_to_link', models.BooleanField(default=False, verbose_name='agrees that a supply link is recorded')),
                        ('reported_at', models.DateTimeField(verbose_name='reported at')),
                    ],
                    options={
                        'verbose_name': 'report of an order',
                        'ordering': ('pk',),
                    },
                ),
                migrations.CreateModel(
                    name='Purchase',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('title', models.CharField(max_length=120, verbose_name='what is bought')),
                        ('kind', models.CharField(choices=[('works', 'construction works'), ('goods', 'goods: equipment, materials'), ('services', 'services: survey, design, supervision'), ('other', 'something else')], max_length=8, verbose_name='kind')),
                        ('in_project', models.CharField(choices=[('yes', 'yes'), ('no', 'no'), ('unknown', 'not known')], default='unknown', max_length=8, verbose_name='part of a works project')),
                        ('funding', models.CharField(choices=[('state', 'state funds, state-owned lead, or foreign public loans'), ('public', 'infrastructure or utility of public interest'), ('other', 'none of these'), ('unknown', 'not known')], default='unknown', max_length=8, verbose_name='who pays')),
                        ('estimate', jilian.base.encryption.SealedDecimalField(blank=True, decimal_places=2, null=True, verbose_name='estimated value with tax (yuan)')),
                        ('state', models.CharField(choices=[('draft', 'draft'), ('handed', "handed to the cluster's secretary"), ('open', 'put round'), ('awarded', 'awarded'), ('cancelled', 'cancelled'), ('stopped', 'not put round: a tender is required')], default='draft', max_length=10, verbose_name='state')),
                        ('own_rules', models.CharField(blank=True, max_length=500, verbose_name="the buyer's own rules")),
                        ('own_document', models.CharField(blank=True, max_length=120, verbose_name='document of these rules')),
                        ('open_to_cluster', models.BooleanField(default=False, verbose_name='open to the cluster')),
                        ('closes_at', models.DateTimeField(blank=True, null=True, verbose_name='offers close at')),
                        ('drafted_at', models.DateTimeField(verbose_name='drafted at')),
                        ('put_round_at', models.DateTimeField(blank=True, null=True, verbose_name='put round at')),
                        ('evaluators', models.CharField(blank=True, help_text='Functions, no names.', max_length=200, verbose_name='who evaluates, by function')),
                        ('conflict', models.CharField(blank=True, choices=[('none', 'declared: none'), ('declared', 'declared: there is one')], max_length=8, verbose_name='conflict of interest')),
                        ('conflict_words', models.CharField(blank=True, max_length=500, verbose_name='which conflict')),
                        ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided at')),
                        ('cancel_reason', models.CharField(blank=True, max_length=500, verbose_name='why it was cancelled')),
                        ('buyer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='firms.firm', verbose_name='buyer')),
                        ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='purchases', to='clusters.cluster', verbose_name='cluster')),
                        ('world', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='purchases', to='places.world', verbose_name='world')),
                    ],
                    options={
                        'verbose_name': 'purchase request',
                        'ordering': ('-drafted_at', '-pk'),
                        'indexes': [models.Index(fields=['world', 'put_round_at'], name='purchase_by_day')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('put_round_at__isnull', True), models.Q(('closes_at__isnull', False), models.Q(('own_rules', ''), _negated=True), models.Q(('own_document', ''), _negated=True)), _connector='OR'), name='purchase_put_round_with_rules_and_closing'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'awarded'), _negated=True), models.Q(('decided_at__isnull', False), models.Q(('conflict', ''), _negated=True), models.Q(('evaluators', ''), _negated=True)), _connector='OR'), name='purchase_awarded_after_a_declaration'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'cancelled'), _negated=True), models.Q(('cancel_reason', ''), _negated=True), _connector='OR'), name='purchase_cancelled_with_its_reason'), models.CheckConstraint(condition=models.Q(models.Q(('conflict', 'declared'), _negated=True), models.Q(('conflict_words', ''), _negated=True), _connector='OR'), name='purchase_conflict_in_words')],
                    },
                ),
                migrations.CreateModel(
                    name='Offer',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('state', models.CharField(choices=[('draft', 'draft'), ('submitted', 'submitted'), ('withdrawn', 'withdrawn')], default='draft', max_length=10, verbose_name='state')),
                        ('submitted_at', models.DateTimeField(blank=True, null=True, verbose_name='submitted at')),
                        ('revision', models.PositiveIntegerField(default=0, verbose_name='revision')),
                        ('conflict', models.CharField(blank=True, choices=[('none', 'declared: none'), ('declared', 'declared: there is one')], max_length=8, verbose_name='conflict of interest')),
                        ('conflict_words', models.CharField(blank=True, max_length=500, verbose_name='which conflict')),
                        ('answer', models.CharField(blank=True, help_text='Why nothing was awarded; may be left out.', max_length=500, verbose_name='reason told to the supplier')),
                        ('supplier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='firms.firm', verbose_name='supplier')),
                        ('purchase', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='offers', to='purchases.purchase', verbose_name='purchase request')),
                    ],
                    options={
                        'verbose_name': 'offer',
                        'ordering': ('pk',),
                        'constraints': [models.UniqueConstraint(fields=('purchase', 'supplier'), name='offer_once_a_supplier'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'submitted'), _negated=True), models.Q(('submitted_at__isnull', False), models.Q(('conflict', ''), _negated=True)), _connector='OR'), name='offer_submitted_with_a_declaration'), models.CheckConstraint(condition=models.Q(models.Q(('conflict', 'declared'), _negated=True), models.Q(('conflict_words', ''), _negated=True), _connector='OR'), name='offer_conflict_in_words')],
                    },
                ),
                migrations.CreateModel(
                    name='InvitedSupplier',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='firms.firm', verbose_name='firm')),
                        ('purchase', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invited', to='purchases.purchase', verbose_name='purchase request')),
                    ],
                    options={
                        'verbose_name': 'invited supplier',
                        'ordering': ('pk',),
                        'constraints': [models.UniqueConstraint(fields=('purchase', 'firm'), name='supplier_invited_once')],
                    },
                ),
                migrations.CreateModel(
                    name='PurchaseLine',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.PositiveIntegerField(verbose_name='number of the line')),
                        ('material', models.CharField(max_length=120, verbose_name='material')),
                        ('specification', models.CharField(blank=True, max_length=300, verbose_name='specification')),
                        ('amount', models.DecimalField(decimal_places=3, max_digits=15, verbose_name='amount')),
                        ('unit', models.CharField(choices=[('piece', 'piece'), ('set', 'set'), ('lot', 'lot'), ('kg', 'kg'), ('t', 't'), ('L', 'L'), ('m', 'm'), ('m2', 'm²'), ('m3', 'm³')], max_length=6, verbose_name='unit')),
                        ('needed_on', models.DateField(verbose_name='delivery until')),
                        ('papers', models.CharField(blank=True, max_length=300, verbose_name='papers asked for')),
                        ('outcome_reason', models.CharField(blank=True, max_length=500, verbose_name='reason of the award')),
                        ('purchase', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='purchases.purchase', verbose_name='purchase request')),
                    ],
                    options={
                        'verbose_name': 'line of a request',
                        'ordering': ('number',),
                        'constraints': [models.UniqueConstraint(fields=('purchase', 'number'), name='purchase_line_once'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='purchase_line_above_zero')],
                    },
                ),
                migrations.CreateModel(
                    name='OrderReportLine',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('amount', models.DecimalField(decimal_places=3, max_digits=15, verbose_name='amount')),
                        ('value', jilian.base.encryption.SealedDecimalField(decimal_places=2, verbose_name='value of the line (yuan)')),
                        ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='purchases.orderreport', verbose_name='report of an order')),
                        ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='purchases.purchaseline', verbose_name='line of a request')),
                    ],
                    options={
                        'verbose_name': 'line of a report',
                        'ordering': ('line__number',),
                        'constraints': [models.UniqueConstraint(fields=('report', 'line'), name='report_line_once'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='report_line_above_zero')],
                    },
                ),
                migrations.CreateModel(
                    name='OfferLine',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('unit_price', jilian.base.encryption.SealedDecimalField(decimal_places=4, verbose_name='price per unit (yuan)')),
                        ('tax', models.CharField(choices=[('with', 'with tax'), ('without', 'without tax')], max_length=8, verbose_name='with or without tax')),
                        ('rate', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='tax rate in per cent')),
                        ('lead_days', models.PositiveIntegerField(blank=True, null=True, verbose_name='lead time in days')),
                        ('papers', models.CharField(blank=True, max_length=300, verbose_name='papers that come along')),
                        ('offer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='purchases.offer', verbose_name='offer')),
                        ('line', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='offered', to='purchases.purchaseline', verbose_name='line of a request')),
                    ],
                    options={
                        'verbose_name': 'line of an offer',
                        'ordering': ('line__number',),
                        'constraints': [models.UniqueConstraint(fields=('offer', 'line'), name='offer_line_once')],
                    },
                ),
                migrations.CreateModel(
                    name='PurchaseOrder',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.CharField(max_length=60, verbose_name='order number')),
                        ('number_key', models.CharField(editable=False, max_length=60, verbose_name='order number as matched')),
                        ('link_recorded_on', models.DateField(blank=True, null=True, verbose_name='recorded as a supply link on')),
                        ('buyer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='firms.firm', verbose_name='buyer')),
                        ('purchase', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='purchases.purchase', verbose_name='purchase request')),
                        ('supplier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='firms.firm', verbose_name='supplier')),
                        ('world', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='purchase_orders', to='places.world', verbose_name='world')),
                    ],
                    options={
                        'verbose_name': 'order',
                        'ordering': ('-pk',),
                        'constraints': [models.UniqueConstraint(fields=('buyer', 'supplier', 'number_key'), name='order_once_by_number'), models.CheckConstraint(condition=models.Q(('buyer', models.F('supplier')), _negated=True), name='order_between_two_firms'), models.CheckConstraint(condition=models.Q(('number_key', ''), _negated=True), name='order_has_a_number')],
                    },
                ),
            ],
        ),
        migrations.AddField(
            model_name='orderreport',
            name='order',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='purchases.purchaseorder', verbose_name='order'),
        ),
        migrations.CreateModel(
            name='Award',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', models.DecimalField(decimal_places=3, max_digits=15, verbose_name='amount awarded')),
                ('offered', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='award', to='purchases.offerline', verbose_name='line of an offer')),
            ],
            options={
                'verbose_name': 'award',
                'ordering': ('pk',),
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='award_above_zero')],
            },
        ),
        migrations.AddConstraint(
            model_name='orderreport',
            constraint=models.UniqueConstraint(fields=('order', 'side'), name='order_reported_once_a_side'),
        ),
        migrations.AddConstraint(
            model_name='orderreport',
            constraint=models.CheckConstraint(condition=models.Q(('document', ''), _negated=True), name='order_report_names_its_document'),
        ),
    ]
