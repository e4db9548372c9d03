"""A change request's life (domain §C5), as far as today's actions reach."""

from django.db.models import TextChoices

from kernel.states import StateTable, Transition


class ChangeState(TextChoices):
    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Waiting for the sponsor"
    APPROVED = "approved", "Approved"
    REJECTED = "rejected", "Rejected"
    EFFECTIVE = "effective", "Effective"
    WITHDRAWN = "withdrawn", "Withdrawn"


class ChangeTrigger(TextChoices):
    SUPPLIER = "supplier", "Component supplier or manufacturer site"
    FORMULA = "formula", "Formula or overage"
    PROCESS = "process", "Process parameter"
    EQUIPMENT = "equipment", "Equipment"
    METHOD = "method", "Test method or laboratory"
    LABEL = "label", "Label, claim, allergen or artwork"
    SHELF_LIFE = "shelf_life", "Shelf life or storage"


_S = ChangeState

CHANGE = StateTable(
    ChangeState,
    _S.DRAFT,
    [
        Transition("submit", (_S.DRAFT,), _S.SUBMITTED, "change_control.propose", "Submit"),
        Transition("approve", (_S.SUBMITTED,), _S.APPROVED, "change_control.approve", "Approve", meaning="approved"),
        Transition(
            "reject", (_S.SUBMITTED,), _S.REJECTED, "change_control.approve", "Reject", reason_needed=True, meaning="rejected"
        ),
        Transition("make_effective", (_S.APPROVED,), _S.EFFECTIVE, "change_control.implement", "Make effective"),
        Transition(
            "withdraw", (_S.DRAFT, _S.SUBMITTED), _S.WITHDRAWN, "change_control.propose", "Withdraw", reason_needed=True
        ),
    ],
    {
        "draft": "cmo",
        "submitted": "sponsor",
        "approved": "cmo",
        "rejected": "nobody",
        "effective": "nobody",
        "withdrawn": "nobody",
    },
)
