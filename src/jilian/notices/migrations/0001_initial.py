import django.db.models.deletion
import jilian.base.creating
import jilian.base.encryption
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('places', '0001_initial'),
    ]

    operations = [
        jilian.base.creating.CreateModels(
            models=[
                migrations.CreateModel(
                    name='Channel',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('mail', 'mail'), ('wecom', 'WeCom robot'), ('dingtalk', 'DingTalk robot'), ('feishu', 'Feishu robot')], max_length=10, verbose_name='kind')),
                        ('title', models.CharField(max_length=80, verbose_name='title')),
                        ('is_on', models.BooleanField(default=False, verbose_name='switched on')),
                        ('hosts', models.TextField(max_length=2000, verbose_name='hosts that may be called')),
                        ('target', jilian.base.encryption.SealedTextField(verbose_name='what is called')),
                        ('secret', jilian.base.encryption.SealedTextField(blank=True, default='', verbose_name='secret')),
                        ('sign_in', models.CharField(blank=True, max_length=200, verbose_name='signs in as')),
                        ('sender', models.EmailField(blank=True, max_length=254, verbose_name='sender of the mail')),
                        ('by_starttls', models.BooleanField(default=False, verbose_name='by STARTTLS')),
                        ('role', models.CharField(blank=True, choices=[('organisation_office', 'District organisation office'), ('town_office', 'Town or street office'), ('cluster_secretary', 'Cluster secretary'), ('member_firm', 'Member firm'), ('science_commission', 'Science commission'), ('economy_commission', 'Economy commission'), ('service_officer', 'Service officer'), ('department_officer', 'Department that approves'), ('district_leader', 'District leader'), ('partner_city', "Another city's office"), ('data_steward', 'Data steward'), ('system_administrator', 'System administrator'), ('security_administrator', 'Security administrator'), ('audit_administrator', 'Audit administrator')], max_length=30, verbose_name='role')),
                        ('world_code', models.CharField(blank=True, max_length=40, verbose_name='world')),
                        ('scope_key', models.CharField(blank=True, max_length=80, verbose_name='scope')),
                        ('link', models.CharField(blank=True, max_length=200, verbose_name='address of this installation')),
                        ('language', models.CharField(default='zh-hans', max_length=10, verbose_name='language')),
                        ('set_at', models.DateTimeField(verbose_name='set at')),
                        ('set_by', models.CharField(max_length=150, verbose_name='set by')),
                    ],
                    options={
                        'verbose_name': 'channel',
                        'ordering': ('kind', 'pk'),
                    },
                ),
                migrations.CreateModel(
                    name='Notice',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.CharField(help_text='The same matter is told to a person once.', max_length=120, verbose_name='key')),
                        ('kind', models.CharField(help_text="Chooses sentence and verb in the reader's language.", max_length=40, verbose_name='kind')),
                        ('details', models.JSONField(default=dict, help_text='What the sentence names.', verbose_name='details')),
                        ('url', models.CharField(max_length=300, verbose_name='address')),
                        ('sent_at', models.DateTimeField(verbose_name='sent at')),
                        ('done_at', models.DateTimeField(blank=True, null=True, verbose_name='done at')),
                        ('to', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL, verbose_name='to')),
                        ('world', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='places.world', verbose_name='world')),
                    ],
                    options={
                        'verbose_name': 'notice',
                        'ordering': ('-sent_at',),
                        'constraints': [models.UniqueConstraint(fields=('to', 'key'), name='notice_tells_a_matter_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Delivery',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('matter', models.CharField(help_text='Goes out by a channel once.', max_length=160, verbose_name='matter')),
                        ('state', models.CharField(choices=[('waiting', 'waits'), ('sending', 'is being sent'), ('sent', 'sent'), ('failed', 'failed'), ('dropped', 'not sent any more')], default='waiting', max_length=10, verbose_name='state')),
                        ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='tries')),
                        ('made_at', models.DateTimeField(verbose_name='made at')),
                        ('next_try_at', models.DateTimeField(blank=True, null=True, verbose_name='next try at')),
                        ('tried_at', models.DateTimeField(blank=True, null=True, verbose_name='tried at')),
                        ('asked_by', models.CharField(blank=True, max_length=150, verbose_name='test asked for by')),
                        ('problem', models.CharField(blank=True, max_length=40, verbose_name='what went wrong')),
                        ('number', models.IntegerField(blank=True, null=True, verbose_name='number that the service gave')),
                        ('channel', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='notices.channel', verbose_name='channel')),
                        ('notice', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='notices.notice', verbose_name='notice')),
                    ],
                    options={
                        'verbose_name': 'message sent out',
                        'ordering': ('-made_at', '-pk'),
                        'indexes': [models.Index(fields=['state', 'next_try_at'], name='deliveries_due')],
                        'constraints': [models.UniqueConstraint(fields=('channel', 'matter'), name='matter_leaves_once')],
                    },
                ),
            ],
        ),
    ]
