"""New tables. They and what follows are transactions of their own, so that none locks the old code out for long."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('certificates', '0002_confirm_office_values'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Act',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('name_confirmed', 'Nama dipastikan pemilik'), ('returned', 'Dikembalikan ke antrean'), ('cancelled', 'Nomor dibatalkan'), ('corrected', 'Perbaikan diajukan'), ('superseded', 'Diganti versi baru'), ('revoked', 'Dicabut'), ('remade', 'Berkas dibuat ulang')], max_length=14, verbose_name='perbuatan')),
                ('by_name', models.CharField(blank=True, max_length=120, verbose_name='oleh')),
                ('why', models.TextField(blank=True, verbose_name='alasan')),
                ('at', models.DateTimeField(verbose_name='waktu')),
            ],
            options={
                'verbose_name': 'catatan sertifikat',
                'verbose_name_plural': 'catatan sertifikat',
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Approval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('approver_name', models.CharField(max_length=120, verbose_name='nama yang menyetujui')),
                ('prefix', models.CharField(blank=True, choices=[('', 'sebagai pejabat itu sendiri'), ('Plt.', 'Plt. (pelaksana tugas)'), ('Plh.', 'Plh. (pelaksana harian)'), ('a.n.', 'a.n. (atas nama)')], max_length=4, verbose_name='kedudukan')),
                ('decided_at', models.DateTimeField(verbose_name='waktu')),
                ('count', models.PositiveIntegerField(verbose_name='jumlah')),
                ('root', models.CharField(max_length=64, verbose_name='hash')),
                ('snapshots', models.TextField(verbose_name='hash tiap sertifikat')),
                ('template_version', models.PositiveSmallIntegerField(verbose_name='versi lembar')),
                ('signer', models.JSONField(verbose_name='penanda tangan')),
            ],
            options={
                'verbose_name': 'persetujuan sertifikat',
                'verbose_name_plural': 'persetujuan sertifikat',
                'ordering': ['-decided_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ApproverPin',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pin_hash', models.CharField(max_length=128)),
                ('failures', models.PositiveSmallIntegerField(default=0)),
                ('locked_until', models.DateTimeField(null=True)),
                ('set_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'PIN persetujuan',
                'verbose_name_plural': 'PIN persetujuan',
            },
        ),
        migrations.AddField(
            model_name='act',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='act',
            name='certificate',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='acts', to='certificates.certificate'),
        ),
        migrations.AddField(
            model_name='approval',
            name='approver',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='disetujui oleh'),
        ),
        migrations.AddField(
            model_name='approverpin',
            name='person',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
    ]
