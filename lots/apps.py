"""Wires the app: receivers are connected when Django is ready."""

from django.apps import AppConfig


class LotsConfig(AppConfig):
    name = "lots"
