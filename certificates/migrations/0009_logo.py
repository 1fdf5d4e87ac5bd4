import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('certificates', '0008_how_it_was_held'),
        ('wagtailimages', '0027_image_description'),
    ]

    operations = [
        migrations.AddField(
            model_name='certificatesettings',
            name='logo',
            field=models.ForeignKey(blank=True, help_text='PNG tanpa latar paling baik. Bila kosong, yang dicetak hiasan program ini.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image', verbose_name='lambang'),
        ),
    ]
