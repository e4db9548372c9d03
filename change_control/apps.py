"""Wires the app: `quality_events` stands below and asks for the changes and differences that its pages name."""

from django.apps import AppConfig


class ChangeControlConfig(AppConfig):
    name = "change_control"

    def ready(self) -> None:
        from change_control import batch  # noqa: PLC0415 - models must be loaded
        from change_control.comparisons import differences_of  # noqa: PLC0415 - likewise
        from change_control.queries import known_changes  # noqa: PLC0415 - likewise
        from change_control.receivers import connect  # noqa: PLC0415 - likewise
        from quality_events.change_source import register_change_source, register_difference_source  # noqa: PLC0415

        register_change_source(known_changes)
        register_difference_source(differences_of)
        batch.connect()
        connect()
