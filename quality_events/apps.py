"""Wires the app: receivers are connected when Django is ready."""

from django.apps import AppConfig


class QualityEventsConfig(AppConfig):
    name = "quality_events"
