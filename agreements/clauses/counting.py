"""Figures with their nouns."""


def business_days(count: int) -> str:
    """“3 business days”."""
    return counted(count, "business day")


def counted(count: int, noun: str) -> str:
    """“1 lot”, “2 lots”."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def at_most(count: int, noun: str = "exception") -> str:
    """“no exceptions”, “at most 2 exceptions”."""
    return f"at most {counted(count, noun)}" if count else f"no {noun}s"
