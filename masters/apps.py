"""Wires the app: receivers are connected when Django is ready."""

from django.apps import AppConfig

from parties.signing_choices import offer_products


class MastersConfig(AppConfig):
    name = "masters"

    def ready(self) -> None:
        from masters.queries import product_choices  # noqa: PLC0415 - models must be loaded

        offer_products(product_choices)
