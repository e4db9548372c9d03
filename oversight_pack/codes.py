"""What the command ends with: for scripts that hand packs over by themselves."""

from enum import IntEnum


class Exit(IntEnum):
    """Documented in docs/how-to/offline-checker.md; a number never changes its meaning."""

    PASSES = 0
    GAPS = 1
    UNREADABLE = 2
    NOT_SENT = 3
    REFUSED = 4
    NO_KIT = 5
    USAGE = 64


class Ended(Exception):  # noqa: N818 - what the person is told, not a failure of the program
    """The command ends here, with its code and a sentence."""

    def __init__(self, code: Exit, sentence: str) -> None:
        super().__init__(sentence)
        self.code, self.sentence = code, sentence
