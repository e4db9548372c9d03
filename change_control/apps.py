"""Wires the app: `quality_events` stands below and asks for the changes that its plans name."""

from django.apps import AppConfig


class ChangeControlConfig(AppConfig):
    name = "change_control"

    def ready(self) -> None:
        from change_control import batch  # noqa: PLC0415 - models must be loaded
        from change_control.queries import known_changes  # noqa: PLC0415 - models must be loaded
        from quality_events.change_source import register_change_source  # noqa: PLC0415 - likewise

        register_change_source(known_changes)
        batch.connect()
