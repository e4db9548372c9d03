"""The roles of the trade (domain §C) and what each may do on which side, as data."""

from collections.abc import Iterable

from django.db.models import TextChoices


class Role(TextChoices):
    """Roles held in an organisation; sponsor roles count where it is the sponsor, CMO roles where the CMO."""

    SQA = "SQA", "Sponsor QA reviewer"
    SQH = "SQH", "Sponsor head of quality"
    SLB = "SLB", "Sponsor label and claims"
    SRM = "SRM", "Supplier manager"
    SSC = "SSC", "Sponsor supply chain"
    COP = "COP", "CMO operations records"
    CQC = "CQC", "CMO quality control unit"
    CQA = "CQA", "CMO head of quality"
    CCH = "CCH", "CMO change owner"
    LAB = "LAB", "Laboratory"
    TPL = "3PL", "Warehouse and carrier"
    AUD = "AUD", "External auditor"
    ADM = "ADM", "Administrator"


def role_labels(roles: Iterable[str]) -> list[str]:
    """Roles in the words of the trade, in the order of `Role`."""
    held = set(roles)
    return [str(role.label) for role in Role if role in held]


SPONSOR_PERMISSIONS: dict[Role, frozenset[str]] = {
    Role.SQA: frozenset(
        {
            "agreements.call",
            "clocks.pause",
            "evidence.review",
            "evidence.accept",
            "release.verify",
            "evidence.return",
            "evidence.propose_limits",
            "evidence.lock_limits",
            "quality_events.decide",
            "quality_events.consent",
            "quality_events.report",
            "quality_events.question",
            "quality_events.screen",
            "quality_events.report_adverse",
            "traceability.recall_signal",
            "traceability.recall",
            "lots.hold",
            "lots.lift",
            "change_control.assess",
            "change_control.sign_off",
            "masters.draft",
            "records.export",
            "lots.comment",
        }
    ),
    Role.SQH: frozenset(
        {
            "clocks.pause",
            "evidence.review",
            "evidence.accept",
            "evidence.countersign",
            "evidence.return",
            "evidence.propose_limits",
            "evidence.lock_limits",
            "evidence.waive",
            "quality_events.decide",
            "quality_events.consent",
            "quality_events.report",
            "quality_events.question",
            "quality_events.screen",
            "quality_events.settle",
            "quality_events.report_adverse",
            "traceability.recall_signal",
            "traceability.recall",
            "traceability.recall_decide",
            "lots.hold",
            "lots.lift",
            "lots.plan",
            "release.disposition",
            "release.revoke",
            "release.lift",
            "release.verify",
            "release.permit",
            "agreements.sign",
            "agreements.draft",
            "agreements.call",
            "change_control.approve",
            "change_control.assess",
            "change_control.sign_off",
            "masters.draft",
            "masters.approve",
            "parties.grant",
            "parties.qualify",
            "records.export",
            "records.retain",
            "lots.comment",
        }
    ),
    Role.SLB: frozenset(
        {
            "change_control.approve",
            "change_control.assess",
            "change_control.sign_off",
            "masters.draft",
            "lots.comment",
            "quality_events.consent",
        }
    ),
    Role.SRM: frozenset(
        {
            "agreements.draft",
            "agreements.call",
            "parties.qualify",
            "lots.plan",
            "masters.draft",
            "lots.comment",
            "change_control.assess",
            "records.export",
        }
    ),
    Role.SSC: frozenset(
        {
            "lots.plan",
            "release.permit",
            "traceability.ship",
            "traceability.count",
            "traceability.feed",
            "traceability.consignee",
            "lots.comment",
        }
    ),
}
"""What a role allows where its organisation is the sponsor."""

CMO_PERMISSIONS: dict[Role, frozenset[str]] = {
    Role.COP: frozenset(
        {
            "lots.plan",
            "lots.start",
            "lots.complete",
            "evidence.submit",
            "quality_events.report",
            "release.permit",
            "traceability.ship",
            "traceability.count",
            "traceability.feed",
            "traceability.consignee",
            "traceability.recall_part",
            "change_control.propose",
            "lots.comment",
        }
    ),
    Role.CQC: frozenset(
        {
            "quality_events.report",
            "quality_events.investigate",
            "quality_events.screen",
            "quality_events.settle",
            "release.cmo_release",
            "change_control.sign_off",
            "traceability.recall_signal",
            "traceability.recall_part",
            "lots.hold",
            "lots.lift",
            "evidence.submit",
            "evidence.propose_limits",
            "lots.comment",
            "records.export",
        }
    ),
    Role.CQA: frozenset(
        {
            "clocks.pause",
            "evidence.submit",
            "evidence.attest",
            "evidence.propose_limits",
            "quality_events.report",
            "quality_events.investigate",
            "quality_events.screen",
            "quality_events.settle",
            "quality_events.close",
            "traceability.recall_signal",
            "traceability.recall_part",
            "lots.hold",
            "lots.lift",
            "agreements.sign",
            "agreements.draft",
            "agreements.call",
            "change_control.propose",
            "change_control.implement",
            "change_control.sign_off",
            "masters.draft",
            "masters.approve",
            "performance.passport",
            "parties.grant",
            "records.export",
            "records.retain",
            "lots.comment",
        }
    ),
    Role.CCH: frozenset({"change_control.propose", "change_control.implement", "lots.comment"}),
    Role.LAB: frozenset({"evidence.submit", "change_control.sign_off", "lots.comment"}),
    Role.TPL: frozenset(
        {"release.permit", "traceability.ship", "traceability.count", "traceability.feed", "lots.comment"}
    ),
}
"""What a role allows where its organisation is the CMO."""

OWN_PERMISSIONS: dict[Role, frozenset[str]] = {
    Role.ADM: frozenset(
        {
            "parties.invite",
            "parties.roles",
            "parties.keys",
            "parties.sites",
            "parties.partner",
            "parties.webhooks",
            "parties.train",
        }
    ),
    Role.SRM: frozenset({"parties.partner", "traceability.capture", "traceability.onward"}),
    Role.SQA: frozenset({"records.countersign"}),
    Role.SQH: frozenset({"parties.train"}),
    Role.SSC: frozenset({"traceability.capture", "traceability.onward"}),
    Role.COP: frozenset({"lots.link", "traceability.capture"}),
    Role.CQC: frozenset({"lots.link"}),
    Role.TPL: frozenset({"traceability.capture"}),
    Role.CQA: frozenset({"lots.link", "performance.passport", "records.countersign", "parties.train"}),
    Role.AUD: frozenset({"records.read", "records.export"}),
}
"""What a role allows inside its own organisation. An administrator holds no signing authority (domain §C)."""

SIGNING_ROLES = frozenset({Role.SQA, Role.SQH, Role.SLB, Role.CQC, Role.CQA, Role.CCH})
"""Roles that put their name to decisions; none of them goes together with `ADM` (domain §C, §E.19)."""


class SigningFunction(TextChoices):
    """What people are trained on, and lend, when it comes to signing (21 CFR 11.10(g), (i))."""

    RELEASE = "release", "Dispositions of lots"
    EVIDENCE = "evidence", "Evidence packs and limits of trends"
    WAIVERS = "waivers", "Waivers"
    EVENTS = "events", "Quality events, complaints, returns and CAPA plans"
    CHANGES = "changes", "Changes"
    AGREEMENTS = "agreements", "Quality agreements and consents under them"
    MASTERS = "masters", "Products, master records and specifications"
    RECORDS = "records", "Legal holds and disposal of records"


FUNCTION_PERMISSIONS: dict[SigningFunction, frozenset[str]] = {
    SigningFunction.RELEASE: frozenset({"release.disposition", "release.cmo_release", "release.revoke"}),
    SigningFunction.EVIDENCE: frozenset(
        {"evidence.attest", "evidence.accept", "evidence.countersign", "evidence.lock_limits"}
    ),
    SigningFunction.WAIVERS: frozenset({"evidence.waive"}),
    SigningFunction.EVENTS: frozenset(
        {
            "quality_events.decide",
            "quality_events.consent",
            "quality_events.close",
            "quality_events.investigate",
            "quality_events.screen",
            "quality_events.settle",
            "traceability.recall",
            "traceability.recall_decide",
        }
    ),
    SigningFunction.CHANGES: frozenset({"change_control.approve", "change_control.assess"}),
    SigningFunction.AGREEMENTS: frozenset({"agreements.sign", "agreements.call"}),
    SigningFunction.MASTERS: frozenset({"masters.approve"}),
    SigningFunction.RECORDS: frozenset({"records.retain"}),
}
"""The permissions that are used with a signature, by function: the ones that can be lent."""


class LoginKind(TextChoices):
    """What happened at the door (21 CFR 11.300(c), (d))."""

    LOGIN = "login", "Logged in"
    LOGOUT = "logout", "Logged out"
    FAILED = "failed", "Failed attempt"
    LOCKED = "locked", "Locked out"
    BLOCKED = "blocked", "Turned away while locked out"
    UNLOCKED = "unlocked", "Unlocked by an administrator"
    FACTOR_ADDED = "factor_added", "Second factor added"
    FACTOR_REMOVED = "factor_removed", "Second factor removed"
    PASSWORD_CHANGED = "password_changed", "Password changed"
