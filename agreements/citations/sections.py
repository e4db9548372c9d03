"""The sections of 21 CFR Part 111 (dietary supplement CGMP) and Part 11 with their headings and subparts.

Source: 72 FR 34942 (June 25, 2007) as codified, and 62 FR 13464 (March 20, 1997). Headings are shortened where they
repeat the subpart; they are for finding a section, the code is the law.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """A section with its subpart's letter; `number` as cited, "111.410"."""

    number: str
    heading: str
    subpart: str


SUBPARTS: Mapping[str, str] = {
    "A": "General Provisions",
    "B": "Personnel",
    "C": "Physical Plant and Grounds",
    "D": "Equipment and Utensils",
    "E": "Requirement to Establish a Production and Process Control System",
    "F": "Production and Process Control System: Requirements for Quality Control",
    "G": "Production and Process Control System: Requirements for Components, Packaging, and Labels and for Product "
         "That You Receive for Packaging or Labeling as a Dietary Supplement",
    "H": "Production and Process Control System: Requirements for the Master Manufacturing Record",
    "I": "Production and Process Control System: Requirements for the Batch Production Record",
    "J": "Production and Process Control System: Requirements for Laboratory Operations",
    "K": "Production and Process Control System: Requirements for Manufacturing Operations",
    "L": "Production and Process Control System: Requirements for Packaging and Labeling Operations",
    "M": "Holding and Distributing",
    "N": "Returned Dietary Supplements",
    "O": "Product Complaints",
    "P": "Records and Recordkeeping",
}  # fmt: skip
_PROCEDURES = "Written procedures"
_RECORDS = "Records that you must make and keep"
_OF_111: Mapping[str, Mapping[int, str]] = {
    "A": {
        1: "Who is subject to this part",
        3: "Definitions",
        5: "Other statutory provisions and regulations",
    },
    "B": {
        8: _PROCEDURES,
        10: "Preventing microbial contamination from sick or infected personnel, and hygienic practices",
        12: "Personnel qualification requirements",
        13: "Supervisor requirements",
        14: _RECORDS,
    },
    "C": {
        15: "Sanitation of the physical plant and grounds",
        16: _PROCEDURES,
        20: "Design and construction of the physical plant",
        23: _RECORDS,
    },
    "D": {
        25: _PROCEDURES,
        27: "Equipment and utensils that you use",
        30: "Automated, mechanical, or electronic equipment",
        35: _RECORDS,
    },
    "E": {
        55: "Implementing a production and process control system",
        60: "Design requirements for the production and process control system",
        65: "Quality control operations",
        70: "Specifications that you must establish",
        73: "Responsibility for determining whether established specifications are met",
        75: "What you must do to determine whether specifications are met",
        77: "What you must do if established specifications are not met",
        80: "Representative samples that you must collect",
        83: "Reserve samples",
        87: "Who conducts a material review and makes a disposition decision",
        90: "Treatments, in-process adjustments, and reprocessing",
        95: _RECORDS,
    },
    "F": {
        103: _PROCEDURES,
        105: "What quality control personnel must do",
        110: "Quality control operations for laboratory operations",
        113: "Quality control operations for a material review and disposition decision",
        117: "Quality control operations for equipment, instruments, and controls",
        120: "Quality control operations for components, packaging, and labels before use",
        123: "Quality control operations for the master manufacturing record, the batch production record, and "
             "manufacturing operations",
        127: "Quality control operations for packaging and labeling operations",
        130: "Quality control operations for returned dietary supplements",
        135: "Quality control operations for product complaints",
        140: _RECORDS,
    },
    "G": {
        153: _PROCEDURES,
        155: "Components of dietary supplements",
        160: "Packaging and labels received",
        165: "Product received for packaging or labeling as a dietary supplement",
        170: "Rejected components, packaging, and labels, and rejected products that are received",
        180: _RECORDS,
    },
    "H": {
        205: "Requirement to establish a master manufacturing record",
        210: "What the master manufacturing record must include",
    },
    "I": {
        255: "Requirement to establish a batch production record",
        260: "What the batch record must include",
    },
    "J": {
        303: _PROCEDURES,
        310: "Laboratory facilities that you use",
        315: "Laboratory control processes",
        320: "Laboratory methods for testing and examination",
        325: _RECORDS,
    },
    "K": {
        353: _PROCEDURES,
        355: "Design requirements for manufacturing operations",
        360: "Sanitation",
        365: "Precautions to prevent contamination",
        370: "Rejected dietary supplements",
        375: _RECORDS,
    },
    "L": {
        403: _PROCEDURES,
        410: "Packaging and labels",
        415: "Filling, assembling, packaging, labeling, and related operations",
        420: "Repackaging and relabeling",
        425: "Packaged and labeled dietary supplement that is rejected for distribution",
        430: _RECORDS,
    },
    "M": {
        453: _PROCEDURES,
        455: "Holding components, dietary supplements, packaging, and labels",
        460: "Holding in-process material",
        465: "Holding reserve samples of dietary supplements",
        470: "Distributing dietary supplements",
        475: _RECORDS,
    },
    "N": {
        503: _PROCEDURES,
        510: "When a returned dietary supplement is received",
        515: "When a returned dietary supplement must be destroyed or otherwise suitably disposed of",
        520: "When a returned dietary supplement may be salvaged",
        525: "A returned dietary supplement that quality control approves for reprocessing",
        530: "When to investigate manufacturing processes and other batches",
        535: _RECORDS,
    },
    "O": {
        553: _PROCEDURES,
        560: "Review and investigation of a product complaint",
        570: _RECORDS,
    },
    "P": {
        605: "Records that you make and keep",
        610: "Records that must be made available to FDA",
    },
}  # fmt: skip
PART_111: Mapping[str, Section] = {
    f"111.{number}": Section(f"111.{number}", heading, subpart)
    for subpart, headings in _OF_111.items()
    for number, heading in headings.items()
}
PART_11: Mapping[str, Section] = {
    number: Section(number, heading, subpart)
    for number, heading, subpart in (
        ("11.1", "Scope", "A"),
        ("11.2", "Implementation", "A"),
        ("11.3", "Definitions", "A"),
        ("11.10", "Controls for closed systems", "B"),
        ("11.30", "Controls for open systems", "B"),
        ("11.50", "Signature manifestations", "B"),
        ("11.70", "Signature/record linking", "B"),
        ("11.100", "General requirements for electronic signatures", "C"),
        ("11.200", "Electronic signature components and controls", "C"),
        ("11.300", "Controls for identification codes/passwords", "C"),
    )
}
_WHOLE = {"111": PART_111, "11": PART_11}
"""Parts that stand here whole: a section that is not among these does not exist."""


def is_judged(part: str) -> bool:
    return part in _WHOLE


def section_of(number: str) -> Section | None:
    """The section that is cited so; None where it does not exist, or its part does not stand here."""
    return _WHOLE.get(number.partition(".")[0], {}).get(number)
