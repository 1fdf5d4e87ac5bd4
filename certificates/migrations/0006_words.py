"""Choices, defaults and the pattern of letters; what it locks, it locks for a moment."""

import certificates.codes
import certificates.number_pattern
from django.db import migrations, models


class Migration(migrations.Migration):

    reviewed = "only choices, defaults, names and nulls that are allowed now; the one index is over a few thousand sheets"

    dependencies = [
        ('certificates', '0005_constraints'),
    ]

    operations = [
        migrations.AlterField(
            model_name='certificate',
            name='final_score',
            field=models.PositiveSmallIntegerField(null=True, verbose_name='nilai akhir'),
        ),
        migrations.AlterField(
            model_name='certificate',
            name='sha256',
            field=models.CharField(blank=True, db_index=True, max_length=64, verbose_name='SHA-256 berkas'),
        ),
        migrations.AddField(
            model_name='certificatesettings',
            name='participation_pattern',
            field=models.CharField(db_default='{klas}/SKM-{urut:04d}/{unit}/{tahun}', default='{klas}/SKM-{urut:04d}/{unit}/{tahun}', help_text='Harus berbeda dari pola nomor sertifikat.', max_length=80, validators=[certificates.number_pattern.check_pattern], verbose_name='pola nomor Surat Keterangan Mengikuti'),
        ),
        migrations.AlterField(
            model_name='certificate',
            name='series',
            field=models.CharField(choices=[('sertifikat', 'Sertifikat'), ('keterangan', 'Surat Keterangan Mengikuti'), ('contoh', 'Contoh')], default='sertifikat', max_length=12, verbose_name='buku nomor'),
        ),
        migrations.AlterField(
            model_name='certificate',
            name='state',
            field=models.CharField(choices=[('eligible', 'Menunggu persetujuan'), ('approved', 'Disetujui'), ('numbered', 'Sedang dibuat'), ('issued', 'Sah'), ('superseded', 'Diganti'), ('revoked', 'Dicabut'), ('cancelled', 'Batal')], db_index=True, default='eligible', max_length=10, verbose_name='keadaan'),
        ),
        migrations.AlterField(
            model_name='certificatesettings',
            name='signer_title',
            field=models.CharField(default='Kepala Dinas Perindustrian dan Perdagangan Kabupaten Kutai Timur,', help_text='Tanpa a.n., Plt., atau Plh.: itu dipilih saat menyetujui.', max_length=160, verbose_name='jabatan penanda tangan'),
        ),
        migrations.AlterField(
            model_name='numbercounter',
            name='series',
            field=models.CharField(choices=[('sertifikat', 'Sertifikat'), ('keterangan', 'Surat Keterangan Mengikuti'), ('contoh', 'Contoh')], max_length=12, verbose_name='buku nomor'),
        ),
        migrations.AlterField(
            model_name='certificate',
            name='token',
            field=models.CharField(default=certificates.codes.make_token, editable=False, max_length=26, null=True, unique=True, verbose_name='kode QR'),
        ),
    ]
