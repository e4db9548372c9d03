"""A draft is agreed, taken back, or withdrawn; agreeing fixes what will be signed."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from agreements import rules
from agreements.actions.asking import ask_to_sign, stop_asking
from agreements.content import version_content
from agreements.events import VersionAgreed
from agreements.models import AgreementVersion
from agreements.queries import last_signed
from kernel import events
from kernel.history import acting
from kernel.scope import Actor
from kernel.states import move
from records.content import content_hash


def locked(version_id: UUID) -> AgreementVersion:
    """The version with its agreement, locked."""
    found = AgreementVersion.objects.locked([version_id]).select_related("agreement")
    return found.select_for_update(no_key=True, of=("self",)).get()


def agree(*, version_id: UUID, by: Actor, reason: str, at: datetime) -> AgreementVersion:
    """Fix the content: from here on both sides sign exactly this (its hash)."""
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "agreed", at=at):
        version = locked(version_id)
        clauses = dict(version.clauses.values_list("kind", "parameters"))
        move(version, "agree", by=by, reason=reason, save=False)
        rules.check_whole(clauses, version.effective_from)
        rules.check_may_take_effect(version, last_signed(version.agreement_id), at.date())
        events.publish(VersionAgreed(version.pk, version.partnership_id, by, at))
        version.content_hash = content_hash(version_content(version))
        version.save()
        ask_to_sign(version, by=by, at=at)
        return version


def reopen(*, version_id: UUID, by: Actor, reason: str, at: datetime) -> AgreementVersion:
    """Back to draft; signatures already given stay on record, bound to the content they were given for."""
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "reopened", at=at):
        version = locked(version_id)
        move(version, "reopen", by=by, reason=reason, save=False)
        version.content_hash = ""
        version.save()
        stop_asking(version, by=by, at=at)
        return version


def withdraw(*, version_id: UUID, by: Actor, reason: str, at: datetime) -> AgreementVersion:
    """Give the version up; the last signed one stays in force."""
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "withdrawn", at=at):
        version = locked(version_id)
        move(version, "withdraw", by=by, reason=reason)
        stop_asking(version, by=by, at=at)
        return version
