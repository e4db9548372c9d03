"""What somebody typed, taken apart: no text is ever handed to PostgreSQL's query syntax. Knows no Django."""

import re
from dataclasses import dataclass, field
from string import ascii_uppercase, digits

from workspace.stop_words import STOP_WORDS

MOST_WORDS = 12
_TOKENS = re.compile(r'(-?)"([^"]*)"|(\S+)')
CODE = re.compile(r"[^\W_]+(?:[-./_][^\W_]+)*")
_SPELLED = re.compile(r"[A-Z0-9][A-Z0-9./_ -]{3,23}")
_CLASSES = (digits, ascii_uppercase, "-./_ ")
_LOOK_ALIKES = {a: b for pair in ("0O", "1I", "2Z", "5S", "8B") for a, b in (pair, reversed(pair))}


@dataclass(slots=True)
class Asked:
    """Parts of a question: all must be met, none of `without`."""

    typed: str
    phrases: list[str] = field(default_factory=list)
    """Words and “quoted phrases”: English stems, phrases in their order."""
    codes: list[str] = field(default_factory=list)
    """What has a figure in it, small letters: met to the letter, or as a beginning."""
    last: str = ""
    """The word that may still be going on: also a beginning."""
    without: list[str] = field(default_factory=list)

    @property
    def terms(self) -> list[str]:
        """What is marked where it is found."""
        return [*self.phrases, *self.codes, *([self.last] if self.last else [])]

    @property
    def words(self) -> list[str]:
        """The plain words: those that could be a slip of the hand."""
        return [word for word in (*self.phrases, self.last) if word.isalpha() and len(word) > 3]  # noqa: PLR2004

    @property
    def number(self) -> str:
        """The whole of it, as a number could be written."""
        return "" if '"' in self.typed else self.typed


def taken_apart(typed: str) -> Asked:
    """From what was typed: blanks folded, broken characters dropped, at most `MOST_WORDS` parts."""
    whole = " ".join(typed.encode("utf-8", "ignore").decode().replace("\x00", " ").split())
    asked = Asked(whole)
    for minus, phrase, token in _TOKENS.findall(whole)[:MOST_WORDS]:
        if phrase:
            (asked.without if minus else asked.phrases).append(phrase)
        elif token.startswith("-") and token[1:].isalpha():
            asked.without.append(token[1:])
        else:
            _sort(asked, token)
    still_typed = asked.phrases[-1] if asked.phrases else ""
    if len(still_typed) > 2 and still_typed.isalpha() and typed.endswith(still_typed):  # noqa: PLR2004
        asked.last = asked.phrases.pop().lower()
    return asked


def _sort(asked: Asked, token: str) -> None:
    for part in CODE.findall(token):
        if any(character.isdigit() for character in part):
            asked.codes.append(part.lower()[:59])
        elif part.lower() not in STOP_WORDS:
            asked.phrases.append(part)


def spellings(number: str) -> list[str]:
    """Numbers one slip away: a character too many, missing, wrong, or two exchanged. None for what is no number.

    A figure is taken for a figure or what looks like one, a letter for a letter: some three hundred are looked up, for
    ten milliseconds among millions, where all that could be typed would take a third of a second.
    """
    number = number.upper()
    if not _SPELLED.fullmatch(number) or not any(c.isdigit() for c in number):
        return []
    places = range(len(number) + 1)
    found = {number[:i] + number[i + 1 :] for i in places[:-1]}
    found |= {number[:i] + number[i + 1] + number[i] + number[i + 2 :] for i in places[:-2]}
    found |= {number[:i] + meant + number[i + 1 :] for i in places[:-1] for meant in _meant_by(number[i])}
    found |= {number[:i] + missing + number[i:] for i in places for missing in _missing_at(number, i)}
    return sorted(found - {number})


def _meant_by(character: str) -> str:
    """What a character may have been typed for: its own class, and what looks like it."""
    own = next(among for among in _CLASSES if character in among)
    return own + _LOOK_ALIKES.get(character, "")


def _missing_at(number: str, place: int) -> set[str]:
    """What may have been left out there: a dash, what its neighbors are, in front any letter."""
    beside = number[max(place - 1, 0) : place + 1] + ("" if place else ascii_uppercase)
    return {"-"}.union(*(among for among in _CLASSES if set(among) & set(beside)))
