"""Wires the app: `evidence` stands below and asks for a lot's events through its source."""

from django.apps import AppConfig


class QualityEventsConfig(AppConfig):
    name = "quality_events"

    def ready(self) -> None:
        from evidence.event_sources import register_event_source  # noqa: PLC0415 - models must be loaded
        from quality_events import batch, pack_notices, pack_rules  # noqa: F401, PLC0415 - registers its rules of the pack
        from quality_events.queries import known_events  # noqa: PLC0415 - models must be loaded
        from quality_events.receivers import connect  # noqa: PLC0415 - models must be loaded

        register_event_source(known_events)
        connect()
        batch.connect()
