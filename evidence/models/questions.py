"""A question to the CMO on one verdict of a pack: a thread, whose turn it is, and who said what."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from evidence.states import QUESTION, QuestionState
from kernel.rows import SharedRow
from kernel.triggers import LawfulStates


class VerdictQuestion(SharedRow):
    """Open until the sponsor settles it or the pack goes back; one open question a verdict."""

    state_table = QUESTION

    pack = models.ForeignKey("evidence.Pack", models.PROTECT, related_name="questions")
    verdict = models.ForeignKey("evidence.RuleVerdict", models.PROTECT, related_name="questions")
    state = models.CharField(max_length=16, choices=QuestionState.choices, default=QuestionState.ASKED)
    asked_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()

    class Meta(SharedRow.Meta):
        triggers = [*SharedRow.Meta.triggers, LawfulStates(QUESTION)]
        constraints = [
            models.UniqueConstraint(
                fields=["verdict"], condition=Q(state__in=["asked", "answered"]), name="one_open_question_per_verdict"
            )
        ]

    def __str__(self) -> str:
        return "the question"


class QuestionPost(SharedRow):
    """One thing said in the thread; never changed."""

    append_only: ClassVar[bool] = True

    question = models.ForeignKey(VerdictQuestion, models.PROTECT, related_name="posts")
    side = models.CharField(max_length=8)
    """Whose: sponsor or cmo."""
    text = models.TextField()
    said_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.text
