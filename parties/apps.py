"""Wires the app: receivers are connected when Django is ready."""

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    name = "parties"

    def ready(self) -> None:
        from parties import receivers  # noqa: PLC0415 - models must be loaded

        receivers.connect()
