"""Wires the app: receivers are connected when Django is ready."""

from django.apps import AppConfig

from parties.signing_choices import offer_meanings
from records.states import Meaning


class RecordsConfig(AppConfig):
    name = "records"

    def ready(self) -> None:
        from records import receivers  # noqa: PLC0415 - models must be loaded

        receivers.connect()
        offer_meanings([(str(meaning), str(meaning.label)) for meaning in Meaning])
