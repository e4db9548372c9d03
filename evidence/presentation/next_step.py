"""What happens next with a lot's evidence, and who does it: the first thing that its page says."""

from dataclasses import dataclass

from evidence.models import Pack
from evidence.states import PackState
from kernel.scope import Side
from lots.models import Lot
from lots.states import LotState


@dataclass(frozen=True, slots=True)
class NextStep:
    """`tone` is a notice's; `title` whose move it is, `text` what it is."""

    tone: str
    title: str
    text: str


def next_step(lot: Lot, pack: Pack | None, *, side: Side | None, gap_count: int, attest_refusal: str) -> NextStep:
    """For this reader; an auditor, on neither side, reads both companies' names."""
    cmo = "you" if side == "cmo" else lot.cmo.name
    sponsor = "you" if side == "sponsor" else lot.sponsor.name
    if pack is None:
        return _without_pack(lot, cmo)
    if pack.state == PackState.COMPLETE:
        return _to_attest(pack, cmo, side, attest_refusal)
    gaps = "1 gap is" if gap_count == 1 else f"{gap_count} gaps are"
    steps = {
        PackState.INCOMPLETE: NextStep(
            "wait",
            _waits(cmo),
            f"{gaps} open, each listed below with its cure. Correct the pack and hand it over again.",
        ),
        PackState.RETURNED: NextStep("wait", _waits(cmo), "The sponsor returned the pack. Answer with a new version."),
        PackState.IN_REVIEW: NextStep(
            "info", _waits(sponsor), "The pack is attested; the sponsor’s quality reviews it."
        ),
        PackState.TO_COUNTERSIGN: NextStep(
            "info",
            _waits(sponsor),
            "The review is signed; the sponsor’s head of quality countersigns it, since the product is of high risk.",
        ),
        PackState.ACCEPTED: NextStep("good", "Done.", f"{lot.sponsor.name} accepted version {pack.version}."),
    }
    checking = NextStep("info", "Being checked.", "The rules are running; this page shows the result.")
    return steps.get(PackState(pack.state), checking)


def _without_pack(lot: Lot, cmo: str) -> NextStep:
    if lot.state in (LotState.PLANNED, LotState.IN_PROCESS):
        return NextStep("info", "Not yet.", "The evidence is handed over once the lot is completed.")
    return NextStep("info", _waits(cmo), "No evidence has been handed over yet.")


def _to_attest(pack: Pack, cmo: str, side: Side | None, refusal: str) -> NextStep:
    """No gaps: it goes to the sponsor once CMO quality has signed that it is complete."""
    if side == "cmo" and not refusal:
        return NextStep("good", "No gaps: attest it.", "Your signature hands the pack to the sponsor.")
    who = "your quality unit" if side == "cmo" else f"the quality unit of {cmo}"
    text = f"Version {pack.version} has no gaps. Who submitted it does not attest it (21 CFR 111.12(b))."
    return NextStep("good", _waits(f"attestation by {who}"), text)


def _waits(what: str) -> str:
    """A company's name may end in a full stop of its own."""
    return f"Waits for {what.rstrip('.')}."
