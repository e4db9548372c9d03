"""Wires the app: receivers are connected when Django is ready."""

from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    name = "workspace"

    def ready(self) -> None:
        from workspace import announcements, receivers  # noqa: PLC0415 - models must be loaded

        receivers.connect()
        announcements.connect()
