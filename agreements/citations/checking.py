"""Reads references in a text and says which are wrong, and what is right."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from agreements.citations.sections import SUBPARTS, Section, is_judged, section_of
from agreements.citations.topics import SUBPART_TOPICS, TOPICS

_SENTENCE = re.compile(r"[;\n]|(?<=[a-z)])\.(?:\s|\Z)|[!?](?:\s|\Z)")
_LEVELS = r"(?:\((?:[a-z]{1,4}|[A-Z]{1,3}|\d{1,2})\))"
_REFERENCE = re.compile(
    rf"(?P<mark>(?:CFR|§{{1,2}})\s*)?(?<![\d.])(?P<number>(?P<part>\d{{1,3}})\.(?P<section>\d{{1,4}}))(?!\.?\d)"
    rf"(?P<levels>{_LEVELS}*)(?!\s?(?:%|°|kg|g|mg|mcg|µg|ml|mL|L|mm|cm|ppm|ppb|IU|units?|bottles|capsules)\b)"
)
_SHORT = re.compile(rf"(?<![\w.)])\.(?P<section>\d{{2,3}})(?P<levels>{_LEVELS}*)(?!\d)")
_SUBPART = re.compile(r"(?i)\bsubpart\s+([A-P])\b")
_ABOUT_111 = re.compile(r"(?i)\b(?:part\s+111|21\s+CFR\s+111|111\.\d)")


@dataclass(frozen=True, slots=True)
class WrongCitation:
    """`reference` as it is written, beginning at `place` of the text; what is wrong, and what to cite instead."""

    reference: str
    place: int
    problem: str
    right: str

    @property
    def sentence(self) -> str:
        return f"{self.reference}: {self.problem} Cite {self.right}."


@dataclass(frozen=True, slots=True)
class _Reference:
    text: str
    place: int
    number: str

    @property
    def part(self) -> str:
        return self.number.partition(".")[0]


def wrong_citations(text: str) -> list[WrongCitation]:
    """The wrong references of a text, in its order; a reference that cannot be judged is not among them."""
    is_about_111 = _ABOUT_111.search(text) is not None
    found: dict[tuple[int, str], WrongCitation] = {}
    for begins, sentence in _sentences(text):
        references = list(_references(sentence, is_about_111=is_about_111 or _SUBPART.search(sentence) is not None))
        for wrong in _judged(sentence, references):
            placed = WrongCitation(wrong.reference, begins + wrong.place, wrong.problem, wrong.right)
            found.setdefault((placed.place, placed.reference), placed)
    return [found[key] for key in sorted(found)]


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    begins = 0
    for match in _SENTENCE.finditer(text):
        yield begins, text[begins : match.start() + 1]
        begins = match.end()
    yield begins, text[begins:]


def _references(sentence: str, *, is_about_111: bool) -> Iterator[_Reference]:
    """Sections of parts that stand here whole. A bare "11.10" is any number, "11.10(a)" or "§ 11.10" is one."""
    for match in _REFERENCE.finditer(sentence):
        part, levels = match["part"], match["levels"]
        is_marked = bool(match["mark"] or levels) or part == "111" or "CFR" in sentence[: match.start()]
        if is_judged(part) and is_marked:
            yield _Reference(match["number"] + levels, match.start("number"), match["number"])
    if is_about_111:
        for match in _SHORT.finditer(sentence):
            yield _Reference(match.group(), match.start(), f"111.{match['section']}")


def _judged(sentence: str, references: list[_Reference]) -> Iterator[WrongCitation]:
    claimed = [match[1].upper() for match in _SUBPART.finditer(sentence)]
    known: list[tuple[_Reference, Section]] = []
    for reference in references:
        section = section_of(reference.number)
        if section is None:
            yield _absent(reference)
        else:
            known.append((reference, section))
    of_111 = [(reference, section) for reference, section in known if reference.part == "111"]
    if len(set(claimed)) == 1:
        yield from _of_other_subpart(claimed[0], of_111)
        if not references:
            yield from _of_wrong_subpart(sentence, claimed[0])
    if len({section.number for _, section in of_111}) == 1:
        yield from _of_other_topic(sentence, of_111)


def _absent(reference: _Reference) -> WrongCitation:
    return WrongCitation(
        reference.text,
        reference.place,
        f"21 CFR Part {reference.part} has no section {reference.number}.",
        " or ".join(f"{number} ({_heading(number)})" for number in _neighbors(reference)),
    )


def _neighbors(reference: _Reference) -> list[str]:
    """The sections before and after the number that does not exist."""
    part, wanted = reference.part, int(reference.number.partition(".")[2])
    lower = [n for n in range(wanted, 0, -1) if section_of(f"{part}.{n}")][:1]
    upper = [n for n in range(wanted, 1000) if section_of(f"{part}.{n}")][:1]
    return [f"{part}.{number}" for number in (*lower, *upper)]


def _heading(number: str) -> str:
    section = section_of(number)
    return section.heading if section else ""


def _of_other_subpart(claimed: str, known: list[tuple[_Reference, Section]]) -> Iterator[WrongCitation]:
    for reference, section in known:
        if section.subpart != claimed:
            yield WrongCitation(
                reference.text,
                reference.place,
                f"{section.number} ({section.heading}) does not stand in Subpart {claimed} ({_short(claimed)}).",
                f"Subpart {section.subpart} ({_short(section.subpart)})",
            )


def _of_wrong_subpart(sentence: str, claimed: str) -> Iterator[WrongCitation]:
    """Subpart H for packaging: the words say what it was meant for."""
    match = _SUBPART.search(sentence)
    meant = [(fitting, right) for words, fitting, right in SUBPART_TOPICS if words.search(sentence)]
    if match is not None and meant and not any(claimed in fitting for fitting, _ in meant):
        right = meant[0][1]
        yield WrongCitation(
            match.group(),
            match.start(),
            f"Subpart {claimed} is “{_short(claimed)}”.",
            f"Subpart {right} ({_short(right)})",
        )


def _short(letter: str) -> str:
    return (
        SUBPARTS[letter].removeprefix("Production and Process Control System: Requirements for ").removeprefix("the ")
    )


def _of_other_topic(sentence: str, known: list[tuple[_Reference, Section]]) -> Iterator[WrongCitation]:
    """The sentence tells of matters that the one section it cites does not speak of at all."""
    reference, section = known[0]
    about = [topic for topic in TOPICS if topic.words.search(sentence)]
    number = int(section.number.partition(".")[2])
    if about and not any(number in topic.sections for topic in about):
        yield WrongCitation(
            reference.text,
            reference.place,
            f"{section.number} is “{section.heading}”, not about {about[0].name}.",
            about[0].right,
        )
