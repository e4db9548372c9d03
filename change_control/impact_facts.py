"""What the platform knows about a change's reach: lots, stock, studies, people, products; never another sponsor's."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from agreements.terms import Terms
from change_control.models import ChangeRequest
from change_control.queries import running_lots
from lots.models import Disclosure
from lots.states import LotState
from masters.models import MasterComponent, Product, TrainedPerson
from masters.queries import baseline_on
from parties.models import Partnership
from parties.queries import people_with_roles

_SHOWN = 12


def facts_about(change: ChangeRequest, on: date) -> Mapping[str, str]:
    """Area of the impact list → what is known now; a constant number of queries."""
    lots = list(running_lots(change.product_id).values_list("number", "state"))
    planned = [number for number, state in lots if state == LotState.PLANNED]
    started = [number for number, state in lots if state != LotState.PLANNED]
    today = baseline_on(change.product, on)
    label, record = today.label, today.master_record
    trained = TrainedPerson.objects.filter(partnership_id=change.partnership_id, recorded_until=None).count()
    study = label.shelf_life_basis if label else ""
    return {
        "lots": f"Planned: {_named(planned)}. Started and in the house: {_named(started)}.",
        "training": f"{trained} people are recorded as trained for this sponsor’s products.",
        "label": f"In force: {label or 'no label'}.",
        "stability": f"Shelf life {change.product.shelf_life_months} months, on {study or 'no recorded study'}.",
        "validation": f"In force: {record or 'no master record'}.",
        "methods": f"In force: {today.specification or 'no specification'}.",
        "stock": f"Component lots used for this sponsor that are recorded: {_stock(change)}.",
        "products": f"Other products of this sponsor: {_others(change, record.pk if record else None)}.",
        "sponsors": "Other sponsors’ products are unaffected unless the CMO asks them in requests of their own; "
        "no sponsor reads another one’s.",
    }


def signers_of(change: ChangeRequest, terms: Terms | None) -> dict[str, tuple[str, ...]]:
    """The label's line is for whom the agreement names. A laboratory without a person here has the CMO's QC unit."""
    partnership = Partnership.objects.get(pk=change.partnership_id)
    found: dict[str, tuple[str, ...]] = {}
    if not people_with_roles(partnership.cmo_id, ["LAB"]).exists():
        found["methods"] = ("CQC",)
    if not people_with_roles(partnership.sponsor_id, ["SLB"]).exists():
        found["label"] = (terms.label_approver if terms else "SQH",)
    return found


def _named(numbers: list[str]) -> str:
    shown = ", ".join(numbers[:_SHOWN]) or "none"
    return f"{shown} and {len(numbers) - _SHOWN} more" if len(numbers) > _SHOWN else shown


def _stock(change: ChangeRequest) -> int:
    return Disclosure.objects.filter(partnership_id=change.partnership_id).count()


def _others(change: ChangeRequest, record_id: UUID | None) -> str:
    """Those whose formulas share a component with this one."""
    codes = MasterComponent.objects.filter(master_record_id=record_id).values("code")
    shared = MasterComponent.objects.filter(
        code__in=codes, master_record__product__partnership_id=change.partnership_id, master_record__valid_until=None
    )
    keys = shared.exclude(master_record__product_id=change.product_id).values("master_record__product_id")
    return _named(list(Product.objects.filter(pk__in=keys).order_by("code").values_list("code", flat=True)))
