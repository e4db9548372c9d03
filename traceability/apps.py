"""Wires the app: receivers are connected when Django is ready."""

from django.apps import AppConfig


class TraceabilityConfig(AppConfig):
    name = "traceability"

    def ready(self) -> None:
        from traceability import pack_distribution, pack_rules  # noqa: F401, PLC0415 - registers its rules of the pack
