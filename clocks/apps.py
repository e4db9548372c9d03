"""Wires the app: its receivers, and its tabs of the administration."""

from django.apps import AppConfig


class ClocksConfig(AppConfig):
    name = "clocks"

    def ready(self) -> None:
        from clocks import receivers  # noqa: PLC0415 - models must be loaded
        from parties.administration import Tab, add_tab  # noqa: PLC0415 - apps must be loaded

        add_tab(Tab("clocks:webhooks", "Webhooks", "parties.webhooks"))
        add_tab(Tab("clocks:undelivered", "Undelivered mail", "parties.roles"))
        receivers.connect()
