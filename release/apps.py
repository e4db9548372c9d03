"""Wires the app: receivers are connected when Django is ready."""

from django.apps import AppConfig


class ReleaseConfig(AppConfig):
    name = "release"

    def ready(self) -> None:
        from release import pack_rules  # noqa: F401, PLC0415 - registers its rules of the pack
        from lots.wording import use_words  # noqa: PLC0415 - models must be loaded
        from release import receivers, wording  # noqa: PLC0415 - models must be loaded

        receivers.connect()
        use_words(wording.blocked_by)
