"""What a megabyte costs a learner. Only adds."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('media', '0004_drop_old_state'),
    ]

    operations = [
        migrations.CreateModel(
            name='VideoSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rupiah_per_mb', models.PositiveSmallIntegerField(default=12, help_text='Perkiraan bagi peserta prabayar. Paket Rp12.000 per GB berarti Rp12 per MB.', validators=[django.core.validators.MinValueValidator(1, 'Isi paling sedikit 1 rupiah.'), django.core.validators.MaxValueValidator(1000, 'Isi paling banyak 1.000 rupiah per MB. Paket Rp12.000 per GB berarti 12.')], verbose_name='harga data per MB (rupiah)')),
            ],
            options={
                'verbose_name': 'biaya data video',
            },
        ),
    ]
