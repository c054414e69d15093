import django.db.models.deletion
import django.db.models.functions.text
import jilian.base.creating
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        jilian.base.creating.CreateModels(
            models=[
                migrations.CreateModel(
                    name='Person',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('password', models.CharField(max_length=128, verbose_name='password')),
                        ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                        ('username', models.CharField(max_length=150, unique=True, verbose_name='sign-in name')),
                        ('name', models.CharField(max_length=80, verbose_name='name')),
                        ('office', models.CharField(blank=True, max_length=120, verbose_name='office')),
                        ('email', models.EmailField(blank=True, max_length=254, verbose_name='work mail')),
                        ('is_active', models.BooleanField(default=True, verbose_name='may sign in')),
                        ('is_system', models.BooleanField(default=False, help_text='Stands for the command line or the timetable; cannot sign in.', verbose_name='system person')),
                        ('is_demo', models.BooleanField(default=False, help_text='Offered on the sign-in page of the demo.', verbose_name='demo person')),
                        ('joined_at', models.DateTimeField(blank=True, null=True, verbose_name='joined at')),
                    ],
                    options={
                        'verbose_name': 'person',
                        'ordering': ('username',),
                        'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('username'), name='sign_in_name_once_in_any_case'), models.CheckConstraint(condition=models.Q(('is_system', False), ('is_active', False), _connector='OR'), name='system_person_cannot_sign_in')],
                    },
                ),
                migrations.CreateModel(
                    name='Appointment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('role', models.CharField(choices=[('organisation_office', 'District organisation office'), ('town_office', 'Town or street office'), ('cluster_secretary', 'Cluster secretary'), ('member_firm', 'Member firm'), ('science_commission', 'Science commission'), ('economy_commission', 'Economy commission'), ('service_officer', 'Service officer'), ('department_officer', 'Department that approves'), ('district_leader', 'District leader'), ('partner_city', "Another city's office"), ('data_steward', 'Data steward'), ('system_administrator', 'System administrator'), ('security_administrator', 'Security administrator'), ('audit_administrator', 'Audit administrator')], max_length=40, verbose_name='role')),
                        ('world_code', models.SlugField(blank=True, help_text='Empty for the administrators of the system.', verbose_name='world')),
                        ('scope_kind', models.CharField(choices=[('district', 'the whole world'), ('town', 'a town or street'), ('cluster', 'a cluster'), ('firm', 'a firm'), ('department', 'a department'), ('system', 'the installation')], max_length=12, verbose_name='kind of scope')),
                        ('scope_key', models.CharField(blank=True, max_length=60, verbose_name='scope')),
                        ('given_at', models.DateTimeField(verbose_name='given at')),
                        ('given_by', models.CharField(max_length=150, verbose_name='given by')),
                        ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended at')),
                        ('ended_by', models.CharField(blank=True, max_length=150, verbose_name='ended by')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='appointments', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                    ],
                    options={
                        'verbose_name': 'appointment',
                        'ordering': ('pk',),
                        'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('person', 'role', 'world_code', 'scope_kind', 'scope_key'), name='appointment_held_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Invitation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('token_fingerprint', models.CharField(max_length=64, unique=True, verbose_name='fingerprint of the key')),
                        ('username', models.CharField(blank=True, help_text='Empty: chosen on joining.', max_length=150, verbose_name='sign-in name')),
                        ('name', models.CharField(max_length=80, verbose_name='name')),
                        ('office', models.CharField(blank=True, max_length=120, verbose_name='office')),
                        ('email', models.EmailField(blank=True, max_length=254, verbose_name='work mail')),
                        ('role', models.CharField(blank=True, choices=[('organisation_office', 'District organisation office'), ('town_office', 'Town or street office'), ('cluster_secretary', 'Cluster secretary'), ('member_firm', 'Member firm'), ('science_commission', 'Science commission'), ('economy_commission', 'Economy commission'), ('service_officer', 'Service officer'), ('department_officer', 'Department that approves'), ('district_leader', 'District leader'), ('partner_city', "Another city's office"), ('data_steward', 'Data steward'), ('system_administrator', 'System administrator'), ('security_administrator', 'Security administrator'), ('audit_administrator', 'Audit administrator')], max_length=40, verbose_name='role')),
                        ('world_code', models.SlugField(blank=True, verbose_name='world')),
                        ('scope_kind', models.CharField(blank=True, choices=[('district', 'the whole world'), ('town', 'a town or street'), ('cluster', 'a cluster'), ('firm', 'a firm'), ('department', 'a department'), ('system', 'the installation')], max_length=12, verbose_name='kind of scope')),
                        ('scope_key', models.CharField(blank=True, max_length=60, verbose_name='scope')),
                        ('invited_at', models.DateTimeField(verbose_name='invited at')),
                        ('invited_by', models.CharField(max_length=150, verbose_name='invited by')),
                        ('expires_at', models.DateTimeField(verbose_name='expires at')),
                        ('accepted_at', models.DateTimeField(blank=True, null=True, verbose_name='accepted at')),
                        ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='withdrawn at')),
                        ('accepted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='accepted by')),
                        ('person', models.ForeignKey(blank=True, help_text='Who sets a new password; empty for somebody who joins.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                    ],
                    options={
                        'verbose_name': 'invitation',
                        'ordering': ('-invited_at',),
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('person__isnull', True), ('role__gt', '')), models.Q(('person__isnull', False), ('role', '')), _connector='OR'), name='invitation_gives_a_role_or_renews_a_password')],
                    },
                ),
            ],
        ),
    ]
