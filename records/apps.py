"""Wires the app: receivers are connected when Django is ready."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "records"

    def ready(self) -> None:
        from records import receivers  # noqa: PLC0415 - models must be loaded

        receivers.connect()
