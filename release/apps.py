"""Wires the app: receivers are connected when Django is ready."""

from django.apps import AppConfig


class ReleaseConfig(AppConfig):
    name = "release"

    def ready(self) -> None:
        from release import receivers  # noqa: PLC0415 - models must be loaded

        receivers.connect()
