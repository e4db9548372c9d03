"""What the CMOs show of themselves: registrations, certificates and an audit report, some of which run out soon."""

from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple

from evidence.actions.files import examine
from kernel.scope import Actor
from oversight.demo.baseline import AGREEMENTS, CEDAR, CMO_QUALITY, KEYSTONE
from oversight.demo.papers import plain_paper
from oversight.demo.stage import Scene, Stage
from parties.models import Partnership
from performance.actions import add_document, share_document
from performance.models import PassportDocument


class Paper(NamedTuple):
    company: str
    kind: str
    title: str
    number: str
    issuer: str
    days_left: int | None


PAPERS = (
    Paper(KEYSTONE, "registration", "FDA food facility registration", "19384756620", "FDA", 410),
    Paper(KEYSTONE, "gmp", "GMP certificate, 21 CFR 111", "GMP-2214-07", "Lakeside Certification", 74),
    Paper(KEYSTONE, "iso", "ISO 22000 certificate", "FS-773118", "Lakeside Certification", 25),
    Paper(KEYSTONE, "audit", "Third-party audit report 2026", "TPA-26-031", "Halvorsen Auditors", None),
    Paper(CEDAR, "registration", "FDA food facility registration", "17720934481", "FDA", 395),
    Paper(CEDAR, "accreditation", "In-house laboratory, ISO/IEC 17025", "4471.02", "Northern Accreditation", 210),
)


def passports(stage: Stage, today: datetime) -> list[Scene]:
    """Each document is added by the CMO's head of quality and shown to every sponsor, but the audit report to one."""
    started = today - timedelta(days=200)
    return [
        Scene(
            started + timedelta(hours=number),
            f"{shown.company} shows {shown.title}",
            partial(_show, stage, shown, today),
        )
        for number, shown in enumerate(PAPERS)
    ]


def _show(stage: Stage, shown: Paper, today: datetime) -> None:
    by = CMO_QUALITY[shown.company]
    document = stage.act(by, lambda actor, at: _added(shown, today, actor, at))
    sponsors = [sponsor for sponsor, cmo, *_ in AGREEMENTS if cmo == shown.company]
    for sponsor in sponsors[:1] if shown.kind == "audit" else sponsors:
        stage.act(by, partial(_shared, document, sponsor, shown.company))


def _added(shown: Paper, today: datetime, actor: Actor, at: datetime) -> PassportDocument:
    until = today.date() + timedelta(days=shown.days_left) if shown.days_left else None
    lines = [f"No. {shown.number}", f"Issued by {shown.issuer} to {shown.company}"]
    lines += [f"Valid until {until}"] if until else []
    file = examine(f"{shown.title}.pdf".replace("/", "-"), plain_paper(shown.title, lines))
    return add_document(
        file=file, kind=shown.kind, title=shown.title, number=shown.number, issuer=shown.issuer,
        valid_from=at.date() - timedelta(days=300), valid_until=until, by=actor, reason="", at=at,
    )  # fmt: skip


def _shared(document: PassportDocument, sponsor: str, cmo: str, actor: Actor, at: datetime) -> None:
    partnership = Partnership.objects.get(sponsor__name=sponsor, cmo__name=cmo)
    share_document(document_id=document.pk, partnership_id=partnership.pk, by=actor, reason="", at=at)
