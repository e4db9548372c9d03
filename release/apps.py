"""Wires the app: receivers are connected when Django is ready."""

from django.apps import AppConfig


class ReleaseConfig(AppConfig):
    name = "release"

    def ready(self) -> None:
        from lots.wording import GateWords, use_words  # noqa: PLC0415 - models must be loaded
        from release import (  # noqa: PLC0415 - models must be loaded
            batch,
            pack_rules,  # noqa: F401 - registers its rules of the pack
            receivers,
            wording,
        )

        receivers.connect()
        batch.connect()
        use_words(GateWords(wording.blocked_by, wording.reasons_of))
