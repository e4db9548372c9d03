"""What people cite Part 111 for, and where it stands: the right section for words that tell of one matter alone."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Topic:
    """`words` name the matter; `sections` are those that speak of it; `right` is the one to cite."""

    name: str
    words: re.Pattern[str]
    sections: frozenset[int]
    right: str


def _topic(name: str, words: str, sections: tuple[int, ...], right: str) -> Topic:
    return Topic(name, re.compile(rf"(?i)\b(?:{words})"), frozenset(sections), right)


_QUALITY = (103, 105, 140)
TOPICS = (
    _topic("duties of a distributor", r"own[- ]label distributor|duties of (?:a|the) distributor|distributor's duties",
           (1, 470, 475),
           "111.1 and 72 FR 34790: no section of Part 111 is addressed to a distributor alone"),
    _topic("line clearance", r"line clearances?|clearance of the line", (415, 260, 430, 127), "111.415"),
    _topic("label reconciliation", r"label reconciliations?|reconcil\w+ (?:of )?(?:the )?labels?", (410, 260, 430, 127),
           "111.410(b)"),
    _topic("repackaging and relabeling", r"repackag\w*|relabel\w*", (420, 127, 123, 260, 430, 140, 403, 105, 415),
           "111.420"),
    _topic("reserve samples", r"reserve samples?|retain(?:ed)? samples?", (83, 465, 475, 95, 105, 453, 80),
           "111.83, 111.465"),
    _topic("complaints", r"complaints?", (135, 553, 560, 570, *_QUALITY), "111.560, 111.570"),
    _topic("returned product", r"returned (?:product|dietary supplement|goods)s?|product returns?",
           (130, 503, 510, 515, 520, 525, 530, 535, *_QUALITY), "111.503-111.535"),
    _topic("the master manufacturing record", r"master manufacturing records?|master batch records?|MMRs?\b",
           (205, 210, 123, 55, 60, 255, 260, 73, 75, 90, 95, 410, *_QUALITY), "111.205, 111.210"),
    _topic("the batch production record", r"batch production records?|batch records?|BPRs?\b",
           (255, 260, 123, 113, 30, 35, 127, 325, 375, 420, 430, 610, 605, *_QUALITY), "111.255, 111.260"),
    _topic("personnel qualification and training", r"personnel qualifications?|training of (?:personnel|staff|people)",
           (8, 12, 13, 14), "111.12-111.14"),
    _topic("calibration", r"calibrat\w+", (25, 27, 30, 35, 117, 140), "111.27(b), 111.30"),
    _topic("identity testing", r"identity tests?|identity testing",
           (70, 73, 75, 77, 80, 95, 105, 113, 120, 123, 155, 180, 315, 320, 325), "111.75(a)(1)"),
    _topic("material review", r"material reviews?", (87, 90, 95, 113, 117, 140, 103, 123, 127, 130, 210, 370, 425,
                                                     430, 375, 510, 535, 155, 160, 165, 170), "111.87, 111.113"),
    _topic("keeping of records", r"record retention|retention of records|records are (?:kept|retained)",
           (605, 610), "111.605"),
    _topic("laboratory methods", r"laborator(?:y|ies)'? methods?|method validation",
           (310, 315, 320, 325, 303, 75, 110), "111.320"),
)  # fmt: skip
SUBPART_TOPICS = (
    (re.compile(r"(?i)\b(?:packaging and label\w*|packaging|labeling)\b"), frozenset("LGF"), "L"),
    (re.compile(r"(?i)\bmaster manufacturing record"), frozenset("HF"), "H"),
    (re.compile(r"(?i)\bbatch (?:production )?record"), frozenset("IF"), "I"),
    (re.compile(r"(?i)\blaborator"), frozenset("JF"), "J"),
    (re.compile(r"(?i)\bcomplaint"), frozenset("OF"), "O"),
    (re.compile(r"(?i)\breturned\b"), frozenset("NF"), "N"),
    (re.compile(r"(?i)\bpersonnel\b|\btraining\b"), frozenset("BF"), "B"),
    (re.compile(r"(?i)\bholding\b|\bdistributing\b"), frozenset("M"), "M"),
)
"""(words, subparts that speak of it, the one that it is the subject of)."""
