"""What the API takes and answers about packs, verdicts and files."""

from typing import Any

from rest_framework import serializers

from evidence.models import EvidenceFile, Pack
from evidence.presentation.documents import notes_of
from evidence.presentation.sources import documents_of
from evidence.presentation.standing import cards
from evidence.presentation.verdicts import STATES, ShownVerdict
from evidence.queries import rule_counts
from evidence.states import PACK, Choice, Form, PackState, ReadingOutcome, ScanVerdict
from kernel.scope import Actor
from lots.api.shapes import AvailableAction


class FileScanShape(serializers.Serializer):
    """What the malware scanner said. A file that was not scanned is not clean."""

    verdict = serializers.ChoiceField(ScanVerdict.choices, source="code")
    sentence = serializers.CharField(allow_blank=True)
    at = serializers.DateTimeField(allow_null=True)


class FileTextShape(serializers.Serializer):
    """How reading its text went; `is_recognized`: read off a picture, a search aid and no evidence."""

    outcome = serializers.ChoiceField([*ReadingOutcome.values, "waiting", "none"], source="text.code")
    sentence = serializers.CharField(allow_blank=True, source="text.sentence")
    pages = serializers.IntegerField()
    is_recognized = serializers.BooleanField()


class FileShape(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    sha256 = serializers.CharField()
    size = serializers.IntegerField()
    media_type = serializers.CharField()
    uploaded_at = serializers.DateTimeField()
    scan = FileScanShape(source="notes.scan")
    text = FileTextShape(source="notes")


class DocumentShape(serializers.Serializer):
    """A file behind a category of the pack."""

    file = FileShape()
    category = serializers.CharField()
    title = serializers.CharField()


class PackRow(serializers.Serializer):
    id = serializers.UUIDField()
    lot = serializers.UUIDField(source="lot_id")
    version = serializers.IntegerField()
    state = serializers.ChoiceField(PackState.choices)
    form = serializers.ChoiceField(Form.choices)
    content_hash = serializers.CharField()
    engine_version = serializers.CharField()
    submitted_by = serializers.CharField(source="submitted_by.name")
    submitted_at = serializers.DateTimeField()
    change_reason = serializers.CharField(allow_blank=True)


class CategoryCount(serializers.Serializer):
    """How the rules of one category answered."""

    category = serializers.CharField()
    failed = serializers.IntegerField()
    exceptions = serializers.IntegerField()
    answered = serializers.IntegerField()
    accepted = serializers.IntegerField()
    passed = serializers.IntegerField()
    not_applicable = serializers.IntegerField()


class PackShape(PackRow):
    documents = DocumentShape(many=True)
    categories = CategoryCount(many=True)
    available_actions = AvailableAction(many=True)


class PackTaken(PackShape):
    """The answer to a pack handed over; `remarks`: what its BatchML says and the pack cannot hold."""

    remarks = serializers.ListField(child=serializers.CharField())


class AnswerShape(serializers.Serializer):
    event = serializers.UUIDField()
    number = serializers.CharField()


class ExceptionDecisionShape(serializers.Serializer):
    choice = serializers.ChoiceField(Choice.choices)
    reason = serializers.CharField()
    decided_by = serializers.CharField(source="decided_by.name")
    decided_at = serializers.DateTimeField()


class VerdictShape(serializers.Serializer):
    """One rule's answer about one subject, with the figures it rests on."""

    id = serializers.IntegerField()
    rule = serializers.CharField()
    rule_version = serializers.IntegerField()
    paragraph = serializers.CharField()
    severity = serializers.ChoiceField(["X", "B", "W", "I"])
    outcome = serializers.ChoiceField(["pass", "fail", "needs_event", "not_applicable"])
    state = serializers.ChoiceField(sorted(STATES))
    subject = serializers.CharField()
    sentence = serializers.CharField()
    inputs = serializers.DictField()
    inputs_hash = serializers.CharField()
    cure = serializers.CharField(allow_blank=True)
    cured_by = serializers.CharField(allow_blank=True)
    answers = AnswerShape(many=True)
    decision = ExceptionDecisionShape(allow_null=True)


class VerdictQuery(serializers.Serializer):
    """The filters of the verdicts."""

    rule = serializers.RegexField(r"^R\d{3}$", required=False)
    outcome = serializers.ChoiceField(["pass", "fail", "needs_event", "not_applicable"], required=False)


class PackReason(serializers.Serializer):
    reason = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")


class Decided(serializers.Serializer):
    choice = serializers.ChoiceField(Choice.choices)
    reason = serializers.CharField(max_length=2000)


class FileTaken(serializers.Serializer):
    """A document ahead of its pack: a pack names it by name and SHA-256."""

    lot = serializers.UUIDField()
    file = serializers.FileField(allow_empty_file=True)


def file_answer(file: EvidenceFile) -> dict[str, Any]:
    return FileShape(_with_notes([file])[0]).data


def _with_notes(files: list[EvidenceFile]) -> list[EvidenceFile]:
    notes = notes_of(files)
    for file in files:
        file.notes = notes[file.pk]  # type: ignore[attr-defined]  # for the serializer
    return files


def pack_answer(pack: Pack, by: Actor) -> dict[str, Any]:
    """One pack with its documents, counts, and what this person may do."""
    counted = cards(rule_counts(pack), ())
    documents = documents_of(pack)
    _with_notes([document.file for document in documents])
    offered = [step for step in PACK.available(pack, by) if step.verb in OFFERED]
    extra = {
        "documents": DocumentShape(documents, many=True).data,
        "categories": [{"category": card.category.key, **vars(card.tally)} for card in counted],
        "available_actions": AvailableAction(offered, many=True).data,
    }
    return PackRow(pack).data | extra


OFFERED = ("attest", "accept", "countersign", "return", "withdraw")
"""Moves that people make; the check and a later version make the others."""


def verdict_answer(verdict: Any, shown: ShownVerdict) -> dict[str, Any]:
    """A verdict as it is stored, with its state as pages word it."""
    return {
        "id": verdict.pk,
        "rule": verdict.rule,
        "rule_version": verdict.rule_version,
        "paragraph": verdict.paragraph,
        "severity": verdict.severity,
        "outcome": verdict.outcome,
        "state": shown.state,
        "subject": verdict.subject,
        "sentence": verdict.sentence,
        "inputs": verdict.inputs,
        "inputs_hash": verdict.inputs_hash,
        "cure": shown.cure,
        "cured_by": shown.cured_by,
        "answers": [{"event": event_id, "number": number} for event_id, number in shown.answers],
        "decision": ExceptionDecisionShape(shown.decision).data if shown.decision else None,
    }
