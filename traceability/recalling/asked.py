"""What a recall has to answer in writing, in the words of 21 CFR part 7."""

from collections.abc import Mapping

HAZARD: Mapping[str, str] = {
    "harm": "Have disease or injuries already occurred from the use of the product? (7.41(a)(1))",
    "conditions": "Which existing conditions could bring about a health hazard? Support it by scientific documentation "
    "or by experts. (7.41(a)(2))",
    "populations": "What is the hazard to the segments of the population that use it, those at greatest risk above "
    "all: children, pregnant women, the sick? (7.41(a)(3))",
    "seriousness": "How serious is the hazard to which they would be exposed? (7.41(a)(4))",
    "likelihood": "How likely is it to occur? (7.41(a)(5))",
    "consequences": "What would be its consequences, immediate and long-range? (7.41(a)(6))",
}
AUTHORITY: Mapping[str, str] = {
    "product": "Identity of the product (7.46(a)(1))",
    "reason": "Reason, and the date and circumstances of the discovery (7.46(a)(2))",
    "risk": "Evaluation of the risk (7.46(a)(3))",
    "produced": "Total amount produced, and the time span of production (7.46(a)(4))",
    "distributed": "Total amount estimated to be in distribution channels (7.46(a)(5))",
    "accounts": "Distribution: number of direct accounts and, where necessary, their identity (7.46(a)(6))",
    "communication": "The recall communication, or a proposed one (7.46(a)(7))",
    "strategy": "Proposed strategy (7.46(a)(8))",
    "official": "Name and telephone number of the official to contact (7.46(a)(9))",
}
DEPTHS: Mapping[str, str] = {
    "wholesale": "Wholesale level",
    "retail": "Retail level",
    "consumer": "Consumer or user level",
}
WARNINGS: Mapping[str, str] = {
    "none": "No public warning",
    "specialized": "Specialized media",
    "general": "General news media",
}
LEVELS: Mapping[str, str] = {
    "A": "A: 100 % of the consignees",
    "B": "B: a percentage between 10 and 100",
    "C": "C: 10 % of the consignees",
    "D": "D: 2 % of the consignees",
    "E": "E: no effectiveness checks",
}
LABELS: Mapping[str, str] = {
    **HAZARD,
    **AUTHORITY,
    "recall": "To be recalled",
    "class": "Class",
    "because": "Because",
    "depth": "Depth",
    "warning": "Public warning",
    "level": "Level of effectiveness checks",
    "percent": "Percentage checked",
    "instructions": "Instructions to the accounts",
    "disposition": "What became of the product",
    "seed": "Seed of the draw",
    "candidates": "Accounts drawn from",
    "list_hash": "SHA-256 of their list",
    "drawn": "Drawn",
}
"""The words of every answer that is kept in a paper."""


def unanswered(asked: Mapping[str, str], answers: Mapping[str, str]) -> list[str]:
    """The questions that were left open, in their order."""
    return [words for name, words in asked.items() if not str(answers.get(name, "")).strip()]
