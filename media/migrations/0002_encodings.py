"""What is made of a clip gets rows of its own, so that equal files share them. Only adds."""

import django.db.models.deletion
import media.storages
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('media', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Encoding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(max_length=64, verbose_name='sidik berkas')),
                ('recipe', models.CharField(max_length=40, verbose_name='resep')),
                ('is_idle', models.BooleanField(default=False, verbose_name='dikerjakan saat senggang')),
                ('state', models.CharField(choices=[('uploaded', 'Menunggu diperiksa'), ('encoding', 'Sedang diolah'), ('ready', 'Siap'), ('failed', 'Gagal')], default='uploaded', max_length=10, verbose_name='keadaan')),
                ('reason', models.CharField(blank=True, max_length=40, verbose_name='alasan')),
                ('tool', models.CharField(blank=True, max_length=80, verbose_name='alat')),
                ('facts', models.JSONField(blank=True, default=dict, verbose_name='hasil pemeriksaan')),
                ('fast_plan', models.JSONField(blank=True, default=dict, verbose_name='rencana cepat')),
                ('plan', models.JSONField(blank=True, default=dict, verbose_name='rencana lengkap')),
                ('findings', models.JSONField(blank=True, default=dict, verbose_name='temuan')),
                ('version', models.PositiveSmallIntegerField(default=0, verbose_name='terbitan')),
                ('duration_s', models.FloatField(blank=True, null=True, verbose_name='durasi (detik)')),
                ('width', models.PositiveIntegerField(blank=True, null=True, verbose_name='lebar')),
                ('height', models.PositiveIntegerField(blank=True, null=True, verbose_name='tinggi')),
                ('poster', models.FileField(blank=True, max_length=200, storage=media.storages.public_storage, upload_to='', verbose_name='gambar muka')),
                ('poster_width', models.PositiveIntegerField(blank=True, null=True, verbose_name='lebar gambar muka')),
                ('poster_height', models.PositiveIntegerField(blank=True, null=True, verbose_name='tinggi gambar muka')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='dibuat')),
            ],
            options={
                'verbose_name': 'olahan video',
                'verbose_name_plural': 'olahan video',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Piece',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('run', models.CharField(choices=[('fast', 'Cepat'), ('full', 'Lengkap')], max_length=4, verbose_name='putaran')),
                ('kind', models.CharField(choices=[('probe', 'Pemeriksaan'), ('sound', 'Suara'), ('picture', 'Gambar'), ('trial', 'Uji mutu'), ('join', 'Penyatuan')], max_length=8, verbose_name='jenis')),
                ('position', models.PositiveIntegerField(default=0, verbose_name='urutan')),
                ('rank', models.PositiveSmallIntegerField(default=0, verbose_name='giliran')),
                ('state', models.CharField(choices=[('waiting', 'Menunggu giliran'), ('running', 'Sedang diolah'), ('done', 'Selesai'), ('failed', 'Gagal')], default='waiting', max_length=8, verbose_name='keadaan')),
                ('progress', models.PositiveSmallIntegerField(default=0, verbose_name='kemajuan (%)')),
                ('result', models.JSONField(blank=True, default=dict, verbose_name='hasil')),
                ('reason', models.CharField(blank=True, max_length=40, verbose_name='alasan')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='percobaan')),
                ('worker', models.CharField(blank=True, max_length=64, verbose_name='pekerja')),
                ('heartbeat_at', models.DateTimeField(blank=True, null=True, verbose_name='tanda hidup terakhir')),
                ('not_before', models.DateTimeField(blank=True, null=True, verbose_name='paling cepat')),
                ('claimed_at', models.DateTimeField(blank=True, null=True, verbose_name='mulai')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='selesai')),
            ],
            options={
                'verbose_name': 'bagian pekerjaan',
                'verbose_name_plural': 'bagian pekerjaan',
                'ordering': ['rank', 'position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='RetiredFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, unique=True, verbose_name='berkas')),
                ('retired_at', models.DateTimeField(auto_now_add=True, verbose_name='diganti')),
            ],
            options={
                'verbose_name': 'berkas lama',
                'verbose_name_plural': 'berkas lama',
                'ordering': ['retired_at'],
            },
        ),
        migrations.CreateModel(
            name='Transcript',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(default='id', max_length=10, verbose_name='bahasa')),
                ('cues', models.JSONField(default=list, verbose_name='teks')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='diubah')),
            ],
            options={
                'verbose_name': 'teks video',
                'verbose_name_plural': 'teks video',
            },
        ),
        migrations.CreateModel(
            name='Upload',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=255, verbose_name='nama berkas')),
                ('title', models.CharField(blank=True, max_length=200, verbose_name='judul')),
                ('size_bytes', models.BigIntegerField(verbose_name='ukuran')),
                ('offset_bytes', models.BigIntegerField(default=0, verbose_name='sudah sampai')),
                ('reason', models.CharField(blank=True, max_length=40, verbose_name='alasan')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='dimulai')),
                ('expires_at', models.DateTimeField(verbose_name='berlaku sampai')),
            ],
            options={
                'verbose_name': 'unggahan',
                'verbose_name_plural': 'unggahan',
                'ordering': ['-created_at'],
            },
        ),
        migrations.AlterField(
            model_name='rendition',
            name='source',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='renditions', to='media.source', verbose_name='video'),
        ),
        migrations.AddField(
            model_name='rendition',
            name='codec',
            field=models.CharField(choices=[('av1', 'AV1 + Opus'), ('h264', 'H.264 + AAC'), ('opus', 'Opus'), ('aac', 'AAC')], default='h264', max_length=10, verbose_name='cara simpan'),
        ),
        migrations.AddField(
            model_name='rendition',
            name='is_fast',
            field=models.BooleanField(default=False, verbose_name='sementara'),
        ),
        migrations.AddField(
            model_name='encoding',
            name='owner',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='pengunggah'),
        ),
        migrations.AddField(
            model_name='rendition',
            name='encoding',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='renditions', to='media.encoding', verbose_name='olahan'),
        ),
        migrations.AddField(
            model_name='source',
            name='published',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='published_by', to='media.encoding', verbose_name='olahan yang tampil'),
        ),
        migrations.AddField(
            model_name='source',
            name='wanted',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='wanted_by', to='media.encoding', verbose_name='olahan'),
        ),
        migrations.AddIndex(
            model_name='rendition',
            index=models.Index(fields=['file'], name='media_rendition_file'),
        ),
        migrations.AddField(
            model_name='piece',
            name='encoding',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pieces', to='media.encoding', verbose_name='olahan'),
        ),
        migrations.AddField(
            model_name='transcript',
            name='source',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='transcript', to='media.source', verbose_name='video'),
        ),
        migrations.AddField(
            model_name='transcript',
            name='updated_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='diubah oleh'),
        ),
        migrations.AddField(
            model_name='upload',
            name='owner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='pengunggah'),
        ),
        migrations.AddField(
            model_name='upload',
            name='source',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='media.source', verbose_name='video'),
        ),
        migrations.AddIndex(
            model_name='encoding',
            index=models.Index(fields=['state'], name='media_encoding_state'),
        ),
        migrations.AddConstraint(
            model_name='encoding',
            constraint=models.UniqueConstraint(fields=('sha256', 'recipe'), name='media_encoding_once'),
        ),
        migrations.AddConstraint(
            model_name='encoding',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'ready'), _negated=True), ('duration_s__gt', 0), _connector='OR'), name='media_encoding_ready_has_duration'),
        ),
        migrations.AddConstraint(
            model_name='encoding',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'failed'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='media_encoding_failed_has_reason'),
        ),
        migrations.AddIndex(
            model_name='piece',
            index=models.Index(fields=['state', 'heartbeat_at'], name='media_piece_state_beat'),
        ),
        migrations.AddIndex(
            model_name='piece',
            index=models.Index(fields=['finished_at'], name='media_piece_finished'),
        ),
        migrations.AddConstraint(
            model_name='piece',
            constraint=models.UniqueConstraint(fields=('encoding', 'run', 'kind', 'position'), name='media_piece_once'),
        ),
        migrations.AddConstraint(
            model_name='piece',
            constraint=models.CheckConstraint(condition=models.Q(('progress__lte', 100)), name='media_piece_progress_is_percent'),
        ),
        migrations.AddConstraint(
            model_name='piece',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'failed'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='media_piece_failed_has_reason'),
        ),
        migrations.AddIndex(
            model_name='upload',
            index=models.Index(fields=['owner', '-created_at'], name='media_upload_owner'),
        ),
        migrations.AddConstraint(
            model_name='upload',
            constraint=models.CheckConstraint(condition=models.Q(('offset_bytes__gte', 0), ('offset_bytes__lte', models.F('size_bytes'))), name='media_upload_offset_in_size'),
        ),
    ]
