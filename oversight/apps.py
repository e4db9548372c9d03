"""The composition root is an app only for its management commands."""

from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "oversight"
