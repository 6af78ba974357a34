import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wbm', '0002_grading'),
    ]

    operations = [
        migrations.CreateModel(
            name='StoredFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(max_length=64)),
                ('size', models.PositiveBigIntegerField()),
                ('content_type', models.CharField(max_length=100)),
                ('storage_name', models.CharField(max_length=200)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'db_table': 'wbm_stored_file',
                'constraints': [models.UniqueConstraint(fields=('sha256',), name='wbm_stored_file_once')],
            },
        ),
        migrations.CreateModel(
            name='Upload',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(max_length=32)),
                ('place', models.CharField(max_length=32)),
                ('user_id', models.BigIntegerField()),
                ('scope', models.CharField(max_length=500)),
                ('name', models.CharField(max_length=120)),
                ('size', models.PositiveBigIntegerField()),
                ('part_size', models.PositiveIntegerField()),
                ('state', models.CharField(default='open', max_length=8)),
                ('created_at', models.DateTimeField()),
                ('stored', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wbm.storedfile')),
            ],
            options={
                'db_table': 'wbm_upload',
            },
        ),
        migrations.CreateModel(
            name='UploadPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('storage_name', models.CharField(max_length=200)),
                ('upload', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='wbm.upload')),
            ],
            options={
                'db_table': 'wbm_upload_part',
            },
        ),
        migrations.AddIndex(
            model_name='upload',
            index=models.Index(fields=['user_id', 'state'], name='wbm_upload_by_user'),
        ),
        migrations.AddIndex(
            model_name='upload',
            index=models.Index(fields=['state', 'created_at'], name='wbm_upload_by_age'),
        ),
        migrations.AddConstraint(
            model_name='upload',
            constraint=models.UniqueConstraint(fields=('token',), name='wbm_upload_token'),
        ),
        migrations.AddConstraint(
            model_name='uploadpart',
            constraint=models.UniqueConstraint(fields=('upload', 'number'), name='wbm_upload_part_once'),
        ),
    ]
