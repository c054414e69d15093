import django.core.validators
import django.db.models.deletion
import jilian.base.creating
import jilian.base.encryption
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
                    name='Snapshot',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('as_of', models.DateField(verbose_name='as of')),
                        ('fingerprint', models.CharField(max_length=64, verbose_name='fingerprint (SHA-256)')),
                        ('manifest', models.JSONField(verbose_name='manifest')),
                        ('frozen_at', models.DateTimeField(verbose_name='frozen at')),
                        ('frozen_by', models.CharField(max_length=150, verbose_name='frozen by')),
                        ('world', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='snapshots', to='places.world', verbose_name='world')),
                    ],
                    options={
                        'verbose_name': 'snapshot',
                        'ordering': ('-frozen_at',),
                        'constraints': [models.UniqueConstraint(fields=('world', 'as_of', 'fingerprint'), name='snapshot_kept_once')],
                    },
                ),
                migrations.CreateModel(
                    name='SnapshotTable',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=40, verbose_name='table')),
                        ('content', jilian.base.encryption.SealedBytesField(verbose_name='content (Parquet)')),
                        ('snapshot', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tables', to='network.snapshot', verbose_name='snapshot')),
                    ],
                    options={
                        'verbose_name': 'table of a snapshot',
                        'constraints': [models.UniqueConstraint(fields=('snapshot', 'name'), name='snapshot_table_once')],
                    },
                ),
                migrations.CreateModel(
                    name='SupplyLink',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('source_row', models.PositiveIntegerField(blank=True, help_text='Row in the table, counted as a reader does.', null=True, verbose_name='row')),
                        ('valid_from', models.DateField(blank=True, help_text='First day; empty where it is not known.', null=True, verbose_name='from')),
                        ('known_by', models.DateField(help_text='First day on which a source shows it; the first day if known.', verbose_name='known by')),
                        ('not_before', models.DateField(blank=True, help_text='Earliest possible first day where the first day is not known.', null=True, verbose_name='not before')),
                        ('valid_to', models.DateField(blank=True, help_text='Day after the last day; empty while it lasts.', null=True, verbose_name='to')),
                        ('product', models.CharField(blank=True, max_length=120, verbose_name='product')),
                        ('amount_yuan', jilian.base.encryption.SealedDecimalField(blank=True, decimal_places=2, null=True, verbose_name='yearly value (yuan)')),
                        ('band', models.CharField(blank=True, choices=[('0-50', 'under 500,000 yuan'), ('50-200', '500,000 to 2 million yuan'), ('200-1000', '2 to 10 million yuan'), ('1000-5000', '10 to 50 million yuan'), ('5000-', '50 million yuan or more')], max_length=12, verbose_name='band of yearly value')),
                        ('evidence', models.CharField(choices=[('order', 'order seen'), ('declared', 'declared by a party'), ('published', 'published'), ('inferred', 'inferred')], max_length=10, verbose_name='evidence')),
                        ('probability', models.FloatField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1)], verbose_name='probability')),
                        ('reasons', models.JSONField(blank=True, help_text='Parts of an inferred probability.', null=True, verbose_name='reasons')),
                        ('last_seen_on', models.DateField(blank=True, help_text='Latest day on which a source shows it.', null=True, verbose_name='last seen on')),
                        ('buyer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='purchases', to='firms.firm', verbose_name='buyer')),
                        ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sources.source', verbose_name='source')),
                        ('supplier', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='sales', to='firms.firm', verbose_name='supplier')),
                        ('world', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='links', to='places.world', verbose_name='world')),
                    ],
                    options={
                        'verbose_name': 'supply link',
                        'abstract': False,
                        'indexes': [models.Index(fields=['supplier', 'buyer'], name='link_by_ends'), models.Index(fields=['world', 'evidence', 'known_by', 'valid_to'], name='link_by_evidence'), models.Index(fields=['world', 'known_by', 'id'], name='link_in_order'), models.Index(fields=['world', 'product', 'known_by', 'valid_to'], name='link_by_product'), models.Index(fields=['world', 'supplier', 'known_by', 'valid_to', 'buyer'], name='link_by_supplier'), models.Index(fields=['world', 'buyer', 'known_by', 'valid_to', 'supplier'], name='link_by_buyer')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gt', models.F('known_by')), _connector='OR'), name='network_supplylink_starts_before_it_ends'), models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('known_by', models.F('valid_from')), _connector='OR'), name='network_supplylink_known_by_is_the_start'), models.CheckConstraint(condition=models.Q(('not_before__isnull', True), models.Q(('not_before__lte', models.F('known_by')), ('valid_from__isnull', True)), _connector='OR'), name='network_supplylink_bounds_only_unknown_start'), models.CheckConstraint(condition=models.Q(('supplier', models.F('buyer')), _negated=True), name='link_joins_two_firms'), models.CheckConstraint(condition=models.Q(models.Q(('evidence', 'inferred'), ('probability__gt', 0), ('probability__lte', 1)), models.Q(models.Q(('evidence', 'inferred'), _negated=True), ('probability__isnull', True)), _connector='OR'), name='link_inferred_has_its_probability')],
                    },
                ),
            ],
        ),
    ]
