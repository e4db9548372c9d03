"""A version of a quality agreement as its report says it: clauses in words, what they compile to, both signatures."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from agreements.clauses import in_words
from agreements.effects import EFFECTS
from agreements.models import AgreementVersion, ClauseCall
from agreements.queries import signatures_on, standing_of, version
from records.queries import shown as signature_shown
from records.reports import Fact, Report, Section, printed_as

FORMAT = "agreement-version-1"
_TONES = {"in_force": "good", "expiring": "wait", "expired": "bad", "agreed": "wait", "planned": "info"}


@dataclass(frozen=True, slots=True)
class ClauseRow:
    number: str = printed_as("Clause", width="w10")
    title: str = printed_as("Title", width="w20")
    kind: str = printed_as("Kind", under=True)
    words: str = printed_as("What was agreed")
    effects: tuple[str, ...] = printed_as("What it compiles to", width="w32")


@dataclass(frozen=True, slots=True)
class SideRow:
    """A company without a signature is named too: who has not signed yet is visible."""

    side: str = printed_as("Side", width="w12")
    organisation: str = printed_as("Company")
    printed_name: str = printed_as("Signed by", width="w20")
    role: str = printed_as("Role", under=True)
    meaning: str = printed_as("Meaning", width="w14")
    signed_at: datetime | None = printed_as("Signed at", width="w24")
    content_hash: str = printed_as("SHA-256 of what was signed")


@dataclass(frozen=True, slots=True)
class ReadRow:
    person: str = printed_as("Who", width="w28")
    organisation: str = printed_as("Company")
    at: datetime = printed_as("Read and trained at", width="w28")


@dataclass(frozen=True, slots=True)
class CallRow:
    number: int = printed_as("Call", width="w8")
    title: str = printed_as("What was asked or told")
    clause: str = printed_as("Clause", under=True)
    state: str = printed_as("State", width="w16")
    called_by: str = printed_as("By", width="w20")
    called_at: datetime = printed_as("At", under=True)
    said: tuple[str, ...] = printed_as("What was said")


def agreement_report(version_id: UUID, today: date) -> Report:
    """One version; a constant number of queries. Raises DoesNotExist for strangers."""
    found = version(version_id)
    agreement = found.agreement
    standing = standing_of(found, list(agreement.versions.all()), today)
    return Report(
        format=FORMAT,
        number=f"{agreement.number} v{found.version}",
        title=agreement.title,
        state=standing.words,
        tone=_TONES.get(standing.code, "idle"),
        time_zone=agreement.partnership.cmo.time_zone,
        facts=_facts(found),
        sections=(
            Section("clauses", "Clauses", ClauseRow, _clauses(found), "No clause was written."),
            Section("sides", "Who signed it", SideRow, _sides(found), "Nobody."),
            Section("read", "Read and trained", ReadRow, _read(found), "Nobody yet."),
            Section("calls", "Requests and notices under it", CallRow, _calls(found), "None."),
        ),
    )


def _facts(found: AgreementVersion) -> tuple[Fact, ...]:
    agreement = found.agreement
    return (
        Fact("Product group", agreement.product_group),
        Fact("Sponsor", agreement.partnership.sponsor.name),
        Fact("Contract manufacturer", agreement.partnership.cmo.name),
        Fact("Effective from", found.effective_from),
        Fact("Until", found.effective_until),
        Fact("Signed at", found.signed_at),
        Fact("State of the text", found.get_state_display()),
        Fact("SHA-256 of the text", found.content_hash),
        Fact("On the last twelve months", _simulated(found)),
    )


def _simulated(found: AgreementVersion) -> str:
    """What the version would have done, as it was signed along; empty for a draft."""
    simulation = found.simulations.first()
    return simulation.sentence if simulation else ""


def _clauses(found: AgreementVersion) -> tuple[ClauseRow, ...]:
    return tuple(
        ClauseRow(
            number=clause.number,
            title=clause.title,
            kind=clause.get_kind_display(),
            words=in_words(clause.kind, clause.parameters),
            effects=tuple(effect.words for effect in EFFECTS[clause.kind]),
        )
        for clause in found.clauses.all()
    )


def _sides(found: AgreementVersion) -> tuple[SideRow, ...]:
    given = {row.organisation_id: signature_shown(row) for row in signatures_on(found)}
    pair = found.agreement.partnership
    rows = []
    for side, company in (("Sponsor", pair.sponsor), ("CMO", pair.cmo)):
        signed = given.get(company.pk)
        if signed is None:
            rows.append(SideRow(side, company.name, "Not signed yet", "", "", None, ""))
        else:
            rows.append(
                SideRow(
                    side, company.name, signed.printed_name, signed.role, signed.meaning, signed.signed_at,
                    signed.digest,
                )
            )  # fmt: skip
    return tuple(rows)


def _read(found: AgreementVersion) -> tuple[ReadRow, ...]:
    rows = found.acknowledgements.select_related("person", "organisation")
    return tuple(ReadRow(row.person.name, row.organisation.name, row.at) for row in rows)


def _calls(found: AgreementVersion) -> tuple[CallRow, ...]:
    rows = ClauseCall.objects.filter(version=found).select_related("called_by")
    rows = rows.prefetch_related("posts__organisation", "posts__said_by")
    return tuple(
        CallRow(
            number=row.number,
            title=row.title,
            clause=row.clause,
            state=row.get_state_display(),
            called_by=row.called_by.name,
            called_at=row.called_at,
            said=tuple(f"{post.said_by.name}, {post.organisation.name}: {post.text}" for post in row.posts.all()),
        )
        for row in rows.order_by("called_at", "id")
    )
