"""What is agreed and approved: quality agreements with three release patterns, and the masters of every product."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from agreements.actions import ClauseDraft, acknowledge, agree, draft_agreement, sign
from agreements.change_defaults import DEFAULT_WAYS
from agreements.content import version_content
from agreements.models import AgreementVersion
from kernel.scope import Actor
from masters.actions import (
    add_product,
    approve_label,
    approve_laboratory,
    approve_master_record,
    approve_sampling_plan,
    approve_specification,
    record_standing_facts,
)
from masters.baseline import LaboratoryValue
from masters.standing import KINDS
from oversight.demo import designs
from oversight.demo.designs import Design
from oversight.demo.headings import HEADINGS
from oversight.demo.stage import Stage
from oversight.demo.standing import standing_facts
from performance.actions import qualify
from records.content import content_hash
from traceability.actions import add_consignee

ALDER, BLUE, CEDAR = "Alder & Pine Nutrition", "Blue Mesa Wellness", "Cedar Ridge Nutraceuticals"
KEYSTONE = "Keystone Blending Co."
HEADS = {
    ALDER: "head.qa@alderpine.example", BLUE: "head.qa@bluemesa.example", CEDAR: "head.qa@cedarridge.example",
}  # fmt: skip
REVIEWERS = {ALDER: "qa@alderpine.example", BLUE: "qa@bluemesa.example", CEDAR: "qa@cedarridge.example"}
CMO_QUALITY = {KEYSTONE: "qa@keystone.example", CEDAR: "qa@cedarridge.example"}
CLERKS = {KEYSTONE: "clerk@keystone.example", CEDAR: "clerk@cedarridge.example"}

_CATEGORIES = ("batch_record", "materials", "laboratory", "packaging", "quality_events", "distribution")
AGREEMENTS = (
    (ALDER, KEYSTONE, "QA-ALD-KEY-01", "Minerals", {"pattern": "sponsor_release"}),
    (BLUE, KEYSTONE, "QA-BLU-KEY-01", "Botanicals", {
        "pattern": "cmo_release", "post_review_days": 10, "verified": "root_n",
    }),
    (CEDAR, KEYSTONE, "QA-CED-KEY-01", "Sports", {
        "pattern": "conditional", "post_review_days": 5,
        "conditions": {"maximum_risk_tier": "low", "qualification": "qualified", "maximum_major_events": 0},
    }),
    (ALDER, CEDAR, "QA-ALD-CED-01", "Sleep", {"pattern": "sponsor_release"}),
)  # fmt: skip
PRODUCTS: tuple[tuple[str, str, Design], ...] = (
    (ALDER, KEYSTONE, designs.MAGNESIUM),
    (ALDER, KEYSTONE, designs.ZINC),
    (BLUE, KEYSTONE, designs.ASHWAGANDHA),
    (CEDAR, KEYSTONE, designs.CREATINE),
    (ALDER, CEDAR, designs.MELATONIN),
)
CONSIGNEES = (
    (
        "Reno distribution center",
        "distribution_center",
        "890 Longley Lane, Reno, NV 89502",
        "Marcus Oyelaran, +1 775 555 0108",
    ),
    (
        "Juniper Market Co-op",
        "retailer",
        "41 Depot Street, Bend, OR 97701",
        "Elaine Sato, recalls@junipermarket.example",
    ),
    ("Harbor Health online", "e_commerce", "7 Pier Road, Tacoma, WA 98421", "recall desk, +1 253 555 0166"),
)
LABORATORIES = (
    ("Summit Analytical Laboratory", "ISO/IEC 17025, certificate 3914.01"),
    ("Keystone QC Laboratory", "in-house, qualified 2025"),
)


def agree_and_approve(stage: Stage, on: date, until: date) -> None:
    """Everything that must stand before the first lot starts."""
    for sponsor, cmo, number, group, pattern in AGREEMENTS:
        _agree(stage, (sponsor, cmo), number, group, pattern, on, until)
    for sponsor, cmo, _, _, _ in AGREEMENTS:
        _qualify_and_name_consignees(stage, sponsor, cmo, on, until)
    for sponsor, cmo, what in PRODUCTS:
        _approve(stage, sponsor, cmo, what, on)


def clauses(pattern: dict[str, Any], on: date, until: date) -> list[ClauseDraft]:
    """The typed clauses of a demo agreement."""
    release = dict(pattern)
    if release["pattern"] == "conditional":
        release["expires_on"] = min(until, on + timedelta(days=365)).isoformat()  # twelve months at most
    return [
        ClauseDraft("2.1", "release_pattern", "Release authority", release),
        ClauseDraft("3.1", "evidence", "Evidence pack and hand-off", {"categories": _CATEGORIES, "window_hours": 120}),
        ClauseDraft("4.1", "notification", "Notification of events", {
            "critical_hours": 1, "major_hours": 24, "minor_hours": 720}),
        ClauseDraft("5.2", "event_approval", "Sponsor approval of events", {
            "classes": ("major", "critical"), "roles": ("SQA", "SQH"), "critical_hours": 24, "major_hours": 72}),
        ClauseDraft("5.3", "investigation", "Investigation of events", {"interim_days": 3, "final_days": 30}),
        ClauseDraft("5.4", "pause", "Pauses of clocks", {"duties": ("hand_off", "review"), "longest_days": 10}),
        ClauseDraft("5.5", "complaint", "Complaints received by the CMO", {"forward_days": 1}),
        ClauseDraft("5.6", "containment", "Containment of events", {
            "classes": ("major", "critical"), "relations": ("equipment",), "equipment_hours": 24}),
        ClauseDraft("6.1", "review", "Review and decision", {"pack_days": 5, "disposition_days": 8}),
        ClauseDraft("7.1", "change", "Change control", {
            "triggers": dict(DEFAULT_WAYS), "lead_days": 14}),
        *HEADINGS,
    ]  # fmt: skip


def _agree(
    stage: Stage, pair: tuple[str, str], number: str, group: str, pattern: dict[str, Any], on: date, until: date
) -> None:
    sponsor, cmo = pair
    partnership = stage.made[f"pair/{sponsor}/{cmo}"]

    def draft(by: Actor, at: datetime) -> AgreementVersion:
        return draft_agreement(
            partnership_id=partnership.pk, number=number, title=f"Quality agreement, {group.lower()}",
            product_group=group, effective_from=on, effective_until=until, clauses=clauses(pattern, on, until), by=by,
            reason="first agreement on this group", at=at,
        )  # fmt: skip

    agree_and_sign(stage, pair, stage.act(HEADS[sponsor], draft))


def agree_and_sign(stage: Stage, pair: tuple[str, str], version: AgreementVersion) -> None:
    """The manufacturer agrees to a draft of the sponsor's; then both heads sign it."""
    sponsor, cmo = pair
    stage.act(
        CMO_QUALITY[cmo], lambda by, at: agree(version_id=version.pk, by=by, reason="terms agreed in call", at=at)
    )
    for email in (HEADS[sponsor], CMO_QUALITY[cmo]):
        stage.act(email, _signer(stage, version))
    for email in (HEADS[sponsor], CMO_QUALITY[cmo]):
        stage.act(email, lambda by, at: acknowledge(version_id=version.pk, by=by, reason="read in training", at=at))


def _signer(stage: Stage, version: AgreementVersion) -> Callable[[Actor, datetime], AgreementVersion]:
    def signing(by: Actor, at: datetime) -> AgreementVersion:
        fresh = AgreementVersion.objects.select_related("agreement").get(pk=version.pk)
        shown = content_hash(version_content(fresh))
        return sign(
            version_id=version.pk, proof=stage.proof(by, version, shown), shown_hash=shown, by=by, reason="", at=at
        )

    return signing


def _qualify_and_name_consignees(stage: Stage, sponsor: str, cmo: str, on: date, until: date) -> None:
    partnership = stage.made[f"pair/{sponsor}/{cmo}"]
    stage.act(
        HEADS[sponsor],
        lambda by, at: qualify(
            partnership_id=partnership.pk, scope="Capsules and bottles", status="qualified", valid_from=on,
            valid_until=until, conditions="", by=by, reason="on-site audit of 12 March, no critical finding", at=at,
        ),
    )  # fmt: skip
    for name, kind, address, contact in CONSIGNEES:
        stage.made[f"consignee/{sponsor}/{cmo}/{name}"] = stage.act(
            CLERKS[cmo],
            lambda by, at, n=name, k=kind, a=address, c=contact: add_consignee(
                partnership_id=partnership.pk, name=n, kind=k, address=a, contact=c, by=by, reason="", at=at
            ),
        )
    facts = standing_facts([what for *pair, what in PRODUCTS if pair == [sponsor, cmo]], on, until)
    for name, values in facts.items():
        stage.act(
            CMO_QUALITY[cmo],
            lambda by, at, k=KINDS[name], v=values: record_standing_facts(
                partnership_id=partnership.pk,
                kind=k,
                values=v,
                by=by,
                reason="taken over",
                at=at,
            ),
        )
    methods = ("QC-031", "QC-101", "QC-114", "QC-120", "USP-2040", "USP-2232", "USP-2021", "USP-2022")
    for name, accreditation in LABORATORIES:
        value = LaboratoryValue(name=name, methods=methods, accreditation=accreditation, accredited_until=until)
        stage.act(
            CMO_QUALITY[cmo],
            lambda by, at, v=value: approve_laboratory(
                partnership_id=partnership.pk, content=v, by=by, reason="laboratory qualified", at=at
            ),
        )


def _approve(stage: Stage, sponsor: str, cmo: str, what: Design, on: date) -> None:
    partnership = stage.made[f"pair/{sponsor}/{cmo}"]

    def approve(by: Actor, at: datetime) -> Any:
        product = add_product(partnership_id=partnership.pk, content=what.product, by=by, reason="", at=at)
        common: dict[str, Any] = {
            "product_id": product.pk,
            "valid_from": on,
            "by": by,
            "at": at,
            "reason": "first approved version",
        }
        approve_master_record(content=what.master, **common)
        approve_specification(content=what.specification, **common)
        approve_sampling_plan(content=what.plan, **common)
        approve_label(content=what.label, **common)
        return product

    stage.made[f"product/{what.product.code}"] = stage.act(HEADS[sponsor], approve)
