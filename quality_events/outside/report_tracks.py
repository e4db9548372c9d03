"""Results out of specification and out of trend, as an event's report says them."""

from collections.abc import Iterable

from evidence.pack.rules.quantities import shown as amount
from quality_events.models import OosTrack, OotTrack
from quality_events.outside.report_rows import ResultRow
from records.reports import PartRow, Section

_ERROR = {True: "Yes, the laboratory's error", False: "No", None: ""}


def oos_sections(track: OosTrack | None) -> Iterable[Section]:
    """How the result was examined, and every value that was read; nothing is averaged."""
    none = "No result is out of specification."
    yield Section("oos", "Result out of specification", PartRow, _examined(track) if track else (), none)
    yield Section("oos_results", "Values read", ResultRow, _results(track) if track else (), none)


def _examined(track: OosTrack) -> tuple[PartRow, ...]:
    rows = (
        ("State", track.get_state_display()),
        ("Test", track.test_name),
        ("Method", track.method),
        ("Limit", track.limit),
        ("Identity test", "Yes" if track.is_identity else "No"),
        ("Phase 1, laboratory", track.laboratory_finding),
        ("Assignable error", _ERROR[track.is_laboratory_error]),
        ("Proof", track.proof.title if track.proof else ""),
        ("Examined by", track.examined_by.name if track.examined_by else ""),
        ("Phase 2, production review", track.production_review),
        ("Retests declared", "" if track.retests_declared is None else str(track.retests_declared)),
        ("Why so many", track.retest_basis),
        ("Second analyst", track.second_analyst),
    )
    return tuple(PartRow(part, text) for part, text in rows)


def _results(track: OosTrack) -> tuple[ResultRow, ...]:
    return tuple(
        ResultRow(
            row.position,
            row.value,
            "Met" if row.is_met else "Missed",
            row.analyst,
            row.laboratory,
            row.tested_at,
            row.entered_by.name,
            row.entered_at,
        )
        for row in track.results.select_related("entered_by")
    )


def oot_parts(track: OotTrack) -> tuple[PartRow, ...]:
    """What the result is compared with, how it was looked at, what it turned out to be."""
    limits = track.limits
    rows = (
        ("State", track.get_state_display()),
        ("Test", limits.test_name),
        ("Result", f"{track.value} {track.unit_label}".strip()),
        ("Limits", f"{amount(limits.low)} to {amount(limits.high)} {limits.unit_label}".strip()),
        ("Evaluation", track.evaluation),
        ("Proof", track.proof.title if track.proof else ""),
        ("Evaluated by", track.evaluated_by.name if track.evaluated_by else ""),
    )
    return tuple(PartRow(part, text) for part, text in rows)
