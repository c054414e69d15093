import django.db.models.deletion
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
                    name='World',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.SlugField(help_text='Stands in every address.', unique=True, verbose_name='code')),
                        ('name', models.CharField(max_length=60, verbose_name='name')),
                        ('name_en', models.CharField(max_length=60, verbose_name='English name')),
                        ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                        ('invented', models.BooleanField(default=False, help_text='Its records are made up; every page says so.', verbose_name='invented')),
                    ],
                    options={
                        'verbose_name': 'world',
                        'ordering': ('order', 'code'),
                    },
                ),
                migrations.CreateModel(
                    name='Division',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=12, unique=True, verbose_name='code')),
                        ('name', models.CharField(max_length=60, verbose_name='name')),
                        ('name_en', models.CharField(blank=True, max_length=80, verbose_name='English name')),
                        ('level', models.PositiveSmallIntegerField(choices=[(1, 'province'), (2, 'city'), (3, 'county or district'), (4, 'town or street'), (5, 'village or community')], verbose_name='level')),
                        ('kind', models.CharField(blank=True, help_text='Street, town or statistical unit, where the list of codes says so.', max_length=40, verbose_name='kind')),
                        ('lon', models.FloatField(blank=True, null=True, verbose_name='longitude of the centre (degrees)')),
                        ('lat', models.FloatField(blank=True, null=True, verbose_name='latitude of the centre (degrees)')),
                        ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='places.division', verbose_name='in')),
                    ],
                    options={
                        'verbose_name': 'division',
                        'ordering': ('code',),
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('lat__isnull', True), ('lon__isnull', True)), models.Q(('lat__isnull', False), ('lon__isnull', False)), _connector='OR'), name='division_has_both_coordinates_or_none')],
                    },
                ),
                migrations.CreateModel(
                    name='Industry',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=4, unique=True, verbose_name='code')),
                        ('name', models.CharField(max_length=120, verbose_name='name')),
                        ('level', models.PositiveSmallIntegerField(help_text='1 section to 4 class.', verbose_name='level')),
                        ('section', models.CharField(max_length=1, verbose_name='section')),
                        ('description', models.TextField(blank=True, verbose_name='official note')),
                        ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='places.industry', verbose_name='in')),
                    ],
                    options={
                        'verbose_name': 'industry',
                        'ordering': ('code',),
                    },
                ),
                migrations.CreateModel(
                    name='Outline',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('geometry', models.JSONField(help_text='Degrees, CGCS2000.', verbose_name='GeoJSON geometry')),
                        ('division', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, to='places.division', verbose_name='division')),
                    ],
                    options={
                        'verbose_name': 'outline',
                    },
                ),
                migrations.CreateModel(
                    name='WorldArea',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                        ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                        ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.division', verbose_name='division')),
                        ('world', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='places', to='places.world', verbose_name='world')),
                    ],
                    options={
                        'verbose_name': 'place of a world',
                        'ordering': ('order',),
                        'constraints': [models.UniqueConstraint(fields=('world', 'division'), name='world_lists_a_place_once')],
                    },
                ),
            ],
        ),
        migrations.AddField(
            model_name='world',
            name='areas',
            field=models.ManyToManyField(related_name='+', through='places.WorldArea', to='places.division', verbose_name='places'),
        ),
    ]
