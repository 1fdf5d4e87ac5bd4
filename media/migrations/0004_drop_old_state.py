"""The columns that have moved to encodings and pieces."""

import django.db.models.deletion
import media.storages
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('media', '0003_move_to_encodings'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='rendition',
            name='media_rendition_one_of_a_kind',
        ),
        migrations.RemoveConstraint(
            model_name='rendition',
            name='media_rendition_progress_is_percent',
        ),
        migrations.RemoveConstraint(
            model_name='rendition',
            name='media_rendition_failed_has_reason',
        ),
        migrations.RemoveConstraint(
            model_name='source',
            name='media_source_ready_has_duration',
        ),
        migrations.RemoveConstraint(
            model_name='source',
            name='media_source_failed_has_reason',
        ),
        migrations.RemoveIndex(
            model_name='rendition',
            name='media_rendition_state_beat',
        ),
        migrations.RemoveIndex(
            model_name='source',
            name='media_source_state_beat',
        ),
        migrations.RemoveField(
            model_name='rendition',
            name='attempts',
        ),
        migrations.RemoveField(
            model_name='rendition',
            name='heartbeat_at',
        ),
        migrations.RemoveField(
            model_name='rendition',
            name='plan',
        ),
        migrations.RemoveField(
            model_name='rendition',
            name='progress',
        ),
        migrations.RemoveField(
            model_name='rendition',
            name='queued_at',
        ),
        migrations.RemoveField(
            model_name='rendition',
            name='reason',
        ),
        migrations.RemoveField(
            model_name='rendition',
            name='source',
        ),
        migrations.RemoveField(
            model_name='rendition',
            name='worker',
        ),
        migrations.RemoveField(
            model_name='source',
            name='attempts',
        ),
        migrations.RemoveField(
            model_name='source',
            name='duration_s',
        ),
        migrations.RemoveField(
            model_name='source',
            name='heartbeat_at',
        ),
        migrations.RemoveField(
            model_name='source',
            name='height',
        ),
        migrations.RemoveField(
            model_name='source',
            name='poster',
        ),
        migrations.RemoveField(
            model_name='source',
            name='poster_height',
        ),
        migrations.RemoveField(
            model_name='source',
            name='poster_width',
        ),
        migrations.RemoveField(
            model_name='source',
            name='queued_at',
        ),
        migrations.RemoveField(
            model_name='source',
            name='reason',
        ),
        migrations.RemoveField(
            model_name='source',
            name='state',
        ),
        migrations.RemoveField(
            model_name='source',
            name='width',
        ),
        migrations.RemoveField(
            model_name='source',
            name='worker',
        ),
        migrations.AlterField(
            model_name='rendition',
            name='file',
            field=models.FileField(blank=True, max_length=200, storage=media.storages.public_storage, upload_to='', verbose_name='berkas'),
        ),
        migrations.AlterField(
            model_name='rendition',
            name='height',
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name='tinggi'),
        ),
        migrations.AlterField(
            model_name='rendition',
            name='kind',
            field=models.CharField(choices=[('audio', 'Suara saja'), ('hemat', 'Hemat'), ('biasa', 'Biasa'), ('jelas', 'Jelas')], max_length=10, verbose_name='pilihan'),
        ),
        migrations.AlterField(
            model_name='rendition',
            name='size_bytes',
            field=models.BigIntegerField(default=0, verbose_name='ukuran'),
        ),
        migrations.AlterField(
            model_name='rendition',
            name='state',
            field=models.CharField(choices=[('waiting', 'Sedang diolah'), ('ready', 'Siap')], default='waiting', max_length=10, verbose_name='keadaan'),
        ),
        migrations.AlterField(
            model_name='rendition',
            name='width',
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name='lebar'),
        ),
        migrations.AlterField(
            model_name='source',
            name='sha256',
            field=models.CharField(blank=True, db_index=True, editable=False, max_length=64, verbose_name='sidik berkas'),
        ),
        migrations.AddConstraint(
            model_name='rendition',
            constraint=models.UniqueConstraint(fields=('encoding', 'kind', 'codec', 'is_fast'), name='media_rendition_one_of_a_kind'),
        ),
        migrations.AlterField(
            model_name='rendition',
            name='encoding',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='renditions', to='media.encoding', verbose_name='olahan'),
        ),
        migrations.AlterField(
            model_name='source',
            name='wanted',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='wanted_by', to='media.encoding', verbose_name='olahan'),
        ),
    ]
