"""Holds get an authority, a review date and the event they stand for.

Those placed before are lifted by the head of quality of their company, and are due for review at once.
"""

from datetime import UTC, date, datetime

import django.contrib.postgres.fields
from django.conf import settings
from django.db import migrations, models


def heads_of_quality() -> list[str]:
    return ["SQH", "CQA"]


def today() -> date:
    return datetime.now(UTC).date()


class Migration(migrations.Migration):

    dependencies = [
        ('lots', '0002_alter_componentlot_item_code_and_more'),
        ('parties', '0003_kept_answers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='historicalhold',
            name='authority',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=8), default=heads_of_quality, size=None),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='historicalhold',
            name='event_id',
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='historicalhold',
            name='event_number',
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name='historicalhold',
            name='review_on',
            field=models.DateField(default=today),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='hold',
            name='authority',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=8), default=heads_of_quality, size=None),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='hold',
            name='event_id',
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='hold',
            name='event_number',
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name='hold',
            name='review_on',
            field=models.DateField(default=today),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name='hold',
            index=models.Index(condition=models.Q(('lifted_at', None)), fields=['event_id'], name='hold_of_event'),
        ),
        migrations.AddConstraint(
            model_name='hold',
            constraint=models.UniqueConstraint(condition=models.Q(('event_id__isnull', False), ('lifted_at', None)), fields=('lot', 'event_id', 'organisation'), name='one_live_hold_per_event'),
        ),
    ]
