"""Wires the app: receivers are connected when Django is ready."""

from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    name = "workspace"

    def ready(self) -> None:
        from parties.administration import Tab, add_tab  # noqa: PLC0415 - apps must be loaded
        from workspace import announcements, receivers  # noqa: PLC0415 - models must be loaded
        from workspace.models import indexing  # noqa: PLC0415 - likewise

        add_tab(Tab("workspace:heads", "Heads", "parties.keys"))
        indexing.watch()
        receivers.connect()
        announcements.connect()
