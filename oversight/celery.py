"""Celery only pokes: what is due stands in the database (no ETA, no countdown; docs/explanation/clocks.md)."""

import os

from celery import Celery
from celery.schedules import crontab
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "oversight.settings")
app = Celery("oversight")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.task_default_queue = "default"
app.conf.beat_schedule = {
    "sweep-clocks": {"task": "clocks.tasks.sweep", "schedule": settings.SWEEP_SECONDS},
    "send-outbox": {"task": "clocks.tasks.send_outbox", "schedule": settings.SWEEP_SECONDS},
    "send-webhooks": {"task": "clocks.tasks.send_webhooks", "schedule": settings.SWEEP_SECONDS},
    "seal-trail": {
        "task": "records.tasks.seal",
        "schedule": settings.SEAL_SECONDS,
        "options": {"expires": settings.SEAL_SECONDS},
    },
    "close-days": {"task": "records.tasks.close_days", "schedule": 600.0, "options": {"expires": 550}},
    "stamp-seals": {"task": "records.tasks.stamp", "schedule": 3600.0, "options": {"expires": 3500}},
    "sweep-reports": {"task": "workspace.tasks.sweep_reports", "schedule": 30.0, "options": {"expires": 25}},
    "sweep-texts": {"task": "evidence.tasks.sweep_texts", "schedule": 30.0, "options": {"expires": 25}},
    "sweep-scans": {"task": "evidence.tasks.sweep_scans", "schedule": 60.0, "options": {"expires": 55}},
    "sweep-comparisons": {
        "task": "evidence.tasks.sweep_comparisons",
        "schedule": 30.0,
        "options": {"expires": 25},
    },
    "expire-arrivals": {"task": "evidence.tasks.expire_parts", "schedule": 3600.0},
    "forget-answers": {"task": "parties.tasks.forget_answers", "schedule": 3600.0},
    "report-trends": {"task": "quality_events.tasks.report_trends", "schedule": 30.0, "options": {"expires": 25}},
    "compare-packs": {"task": "change_control.tasks.compare_packs", "schedule": 30.0, "options": {"expires": 25}},
    "watch-capas": {"task": "quality_events.tasks.watch_capas", "schedule": 3600.0},
    "warn-of-agreements": {"task": "agreements.tasks.warn_of_expiry", "schedule": 3600.0},
    "warn-of-expiry": {"task": "performance.tasks.warn_of_expiry", "schedule": 3600.0},
    "compare-gates": {"task": "release.tasks.compare_gates", "schedule": crontab(hour=2, minute=40)},
    "resettle-gates": {"task": "release.tasks.resettle_due", "schedule": settings.SWEEP_SECONDS},
}
