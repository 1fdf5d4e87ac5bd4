"""What certificates gain, alone: the register is locked for as long as Django works out these states."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('certificates', '0003_approvals'),
    ]

    operations = [
        migrations.AddField(
            model_name='certificate',
            name='kind',
            field=models.CharField(choices=[('certificate', 'Sertifikat'), ('participation', 'Surat Keterangan Mengikuti')], db_default='certificate', default='certificate', max_length=14, verbose_name='jenis'),
        ),
        migrations.AddField(
            model_name='certificate',
            name='name_confirmed_at',
            field=models.DateTimeField(null=True, verbose_name='nama dipastikan pemilik'),
        ),
        migrations.AddField(
            model_name='certificate',
            name='replaces',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='replacement', to='certificates.certificate', verbose_name='menggantikan'),
        ),
        migrations.AddField(
            model_name='certificate',
            name='status_index',
            field=models.PositiveIntegerField(null=True, verbose_name='nomor dalam daftar status'),
        ),
        migrations.AddField(
            model_name='certificate',
            name='token',
            field=models.CharField(editable=False, max_length=26, null=True, unique=True, verbose_name='kode QR'),
        ),
        migrations.AddField(
            model_name='certificate',
            name='version',
            field=models.PositiveSmallIntegerField(db_default=1, default=1, verbose_name='versi'),
        ),
        migrations.AddField(
            model_name='certificate',
            name='approval',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='certificates', to='certificates.approval', verbose_name='persetujuan'),
        ),
    ]
