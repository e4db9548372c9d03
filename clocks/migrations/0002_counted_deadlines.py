"""Clocks keep how their deadline was counted; steps that fail are tried again; dead mail is found fast."""

from django.db import migrations, models

UNITS = [
    ("hours", "Elapsed hours"),
    ("days", "Elapsed days"),
    ("business_hours", "Business hours"),
    ("business_days", "Business days"),
]


def kept(name, field):
    """The column on the clock and on its history; the default serves only rows that stand already."""
    return [
        migrations.AddField(model, name, field, preserve_default=False) for model in ("clock", "historicalclock")
    ]


class Migration(migrations.Migration):
    dependencies = [("clocks", "0001_initial")]

    operations = [
        migrations.RemoveField("clock", "calendar"),
        migrations.RemoveField("historicalclock", "calendar"),
        *kept("lot_number", models.CharField(blank=True, max_length=60, default="")),
        *kept("url", models.CharField(max_length=300, default="/")),
        *kept("amount", models.PositiveIntegerField(default=1)),
        *kept("unit", models.CharField(max_length=16, choices=UNITS, default="hours")),
        *kept("time_zone", models.CharField(max_length=64, default="UTC")),
        *kept("holiday_region", models.CharField(max_length=8, default="US")),
        migrations.AddField("clockstep", "lapsed", models.BooleanField(default=False)),
        migrations.AddField("clockstep", "retry_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("clockstep", "problem", models.TextField(blank=True, default=""), preserve_default=False),
        migrations.AddIndex(
            "inboxitem",
            models.Index(condition=models.Q(("done_at", None)), fields=["key"], name="inbox_key"),
        ),
        migrations.AddIndex(
            "outboxmessage",
            models.Index(condition=models.Q(("dead_at__isnull", False)), fields=["dead_at"], name="outbox_dead"),
        ),
    ]
