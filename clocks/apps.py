"""Wires the app: receivers are connected when Django is ready."""

from django.apps import AppConfig


class ClocksConfig(AppConfig):
    name = "clocks"
