import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wbm', '0003_files'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Folder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('course_key', models.CharField(max_length=255)),
                ('usage_key', models.CharField(max_length=255)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wbm.company')),
            ],
            options={
                'db_table': 'wbm_project_folder',
            },
        ),
        migrations.CreateModel(
            name='FieldFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('field', models.CharField(max_length=40)),
                ('name', models.CharField(max_length=120)),
                ('upload', models.CharField(max_length=32, unique=True)),
                ('added_at', models.DateTimeField()),
                ('removed_at', models.DateTimeField(null=True)),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wbm.person')),
                ('stored', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wbm.storedfile')),
                ('folder', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='wbm.folder')),
            ],
            options={
                'db_table': 'wbm_project_file',
            },
        ),
        migrations.CreateModel(
            name='Extension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due', models.DateTimeField()),
                ('reason', models.CharField(max_length=500)),
                ('given_by_name', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('given_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('folder', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='extensions', to='wbm.folder')),
            ],
            options={
                'db_table': 'wbm_project_extension',
            },
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('field', models.CharField(max_length=40)),
                ('value', models.TextField()),
                ('version', models.PositiveIntegerField(default=0)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('client', models.CharField(blank=True, default='', max_length=32)),
                ('stamp', models.PositiveBigIntegerField(default=0)),
                ('since', models.PositiveIntegerField(default=0)),
                ('updated_at', models.DateTimeField()),
                ('updated_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wbm.person')),
                ('folder', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to='wbm.folder')),
            ],
            options={
                'db_table': 'wbm_project_draft',
            },
        ),
        migrations.CreateModel(
            name='Activity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
                ('verb', models.CharField(max_length=12)),
                ('field', models.CharField(blank=True, default='', max_length=40)),
                ('facts', models.JSONField(default=dict)),
                ('at', models.DateTimeField()),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wbm.person')),
                ('folder', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='activities', to='wbm.folder')),
            ],
            options={
                'db_table': 'wbm_project_activity',
            },
        ),
        migrations.AddIndex(
            model_name='folder',
            index=models.Index(fields=['usage_key'], name='wbm_project_folder_of'),
        ),
        migrations.AddConstraint(
            model_name='folder',
            constraint=models.UniqueConstraint(fields=('company', 'usage_key'), name='wbm_project_folder_once'),
        ),
        migrations.AddConstraint(
            model_name='draft',
            constraint=models.UniqueConstraint(fields=('folder', 'field'), name='wbm_project_draft_once'),
        ),
        migrations.AddIndex(
            model_name='activity',
            index=models.Index(fields=['folder', 'at'], name='wbm_project_activity_at'),
        ),
    ]
