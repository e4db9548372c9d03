"""Wires the app: receivers are connected when Django is ready."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "evidence"

    def ready(self) -> None:
        from evidence import receivers  # noqa: PLC0415 - models must be loaded

        receivers.connect()
