"""The event's own time of recording is called otherwise than the history's, which has a column of that name too."""

from datetime import UTC, datetime

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("quality_events", "0001_initial")]

    operations = [
        migrations.RemoveIndex(model_name="qualityevent", name="quality_eve_partner_38f207_idx"),
        migrations.RenameField(model_name="qualityevent", old_name="recorded_at", new_name="reported_at"),
        migrations.AddIndex(
            model_name="qualityevent",
            index=models.Index(fields=["partnership", "-reported_at", "-id"], name="quality_eve_partner_2a6179_idx"),
        ),
        migrations.AddField(
            model_name="historicalqualityevent",
            name="reported_at",
            field=models.DateTimeField(default=datetime(2000, 1, 1, tzinfo=UTC)),
            preserve_default=False,
        ),
    ]
