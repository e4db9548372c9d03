"""What a demo pack says after the bottles are filled: packaging, events, the distribution plan."""

from evidence.pack.known import KnownLot
from oversight.demo.designs import PER_BOTTLE
from oversight.demo.told import Told, Values


def packaging(told: Told) -> Values:
    known, good = told.known, told.good_bottles
    label = {"number": known.label_number, "version": known.label_version}
    rejected, sampled = 18, 20
    applied = good + rejected + sampled
    first = applied // 2 - told.seed % 23
    second = applied - first
    cleared = "07:15" if told.seed % 4 == 0 else "07:45"  # at times over an hour before the run (R405)
    return {
        "label": label | {
            "market": "US", "gtin": known.gtin, "allergens": "none",
            "examined_by": "CHW", "examined_at": f"{told.on(5)} 07:20",
        },
        "units": {
            "good": good, "rejected_labeled": rejected, "sampled": sampled, "labels_per_unit": 1,
            "unit_content": str(PER_BOTTLE), "bulk_in": str(applied * PER_BOTTLE), "bulk_unit": "{capsule}",
        },
        "clearances": [
            {"kind": "opening", "line": "PK-1", "previous_product": "Line cleared overnight",
             "previous_lot": "none", "previous_label": "LBL-NONE",
             "areas_checked": "hopper, conveyor, labeler, coder, bins",
             "completed_at": f"{told.on(5)} {cleared}", "first_person": "JLO", "second_person": "CHW",
             "first_unit_at": f"{told.on(5)} 08:20"},
            {"kind": "closing", "line": "PK-1", "areas_checked": "hopper, conveyor, labeler, coder, bins",
             "completed_at": f"{told.on(5)} 15:10", "first_person": "JLO", "second_person": "CHW"},
        ],
        "rolls": [
            _roll(told, known, 1, first, 2), _roll(told, known, 2, second, told.seed % 3),
        ],
        "coding": [
            {"position": position, "checked_at": f"{told.on(5)} {clock}", "checked_by": "MAV",
             "lot_printed": known.lot_number, "expiry_printed": f"EXP {known.expires_on:%m/%Y}",
             "expires_on": known.expires_on, "gtin": known.gtin, "count": str(PER_BOTTLE), "count_unit": "{capsule}"}
            for position, clock in (("first", "08:22"), ("middle", "11:30"), ("last", "14:40"))
        ],
        "facts": [
            {"name": f.name, "amount": f.amount, "unit": f.unit or None} for f in told.design.label.facts
        ],
        "examinations": [
            {"attribute": attribute, "sample_size": 20, "defects": 0, "defects_allowed": 1, "examined_by": "CHW",
             "examined_at": f"{told.on(5)} 15:05"}
            for attribute in ("seal", "label", "lot code", "count")
        ],
    }  # fmt: skip


def _roll(told: Told, known: KnownLot, number: int, applied: int, variance: int) -> Values:
    """`variance` labels are not accounted for, within the tolerance of the label master."""
    return {
        "number": f"{known.lot_number}-R{number}", "label": known.label_number, "label_version": known.label_version,
        "issued": applied + 60 + variance, "issued_by": "CHW", "issued_at": f"{told.on(5)} 08:0{number}",
        "issued_to": "PK-1", "applied": applied, "returned": 50, "destroyed": 4, "samples": 3,
        "retained": 3, "count_method": "counter", "operator": "JLO", "destroyed_by": "JLO", "witness": "MAV",
        "has_electronic_examination": False,
    }  # fmt: skip


def events(told: Told) -> Values:
    event = told.blemish.event
    signed = {"is_complete": True, "signed_by": "Charlotte H. Wynn", "signed_at": f"{told.on(9)} 09:10"}
    if not event:
        return {"statement": {"has_events": False, **signed}, "events": []}
    return {
        "statement": {"has_events": True, **signed},
        "events": [
            {"number": event, "kind": "deviation", "grade": "major", "title": "See the event on the platform",
             "discovered_at": f"{told.on(6)} 09:00", "recorded_at": f"{told.on(6)} 10:00"}
        ],
    }  # fmt: skip


def distribution(told: Told) -> Values:
    good = told.good_bottles
    return {
        "ship_from": {
            "name": "Keystone Blending Co., Dock 4", "address": "2150 Commerce Way, Ogden, UT 84401", "country": "US",
            "contact": "Shipping desk", "phone": "+1 801 555 0142", "email": "shipping@keystone.example",
        },
        "consignees": [
            {"name": "Reno distribution center", "kind": "distribution center",
             "address": "890 Longley Lane, Reno, NV 89502", "country": "US", "contact": "Marcus Oyelaran",
             "phone": "+1 775 555 0108", "email": "receiving@dc-reno.example", "quantity": str(good * 3 // 4),
             "unit": "{bottle}"},
            {"name": "Juniper Market Co-op", "kind": "retailer", "address": "41 Depot Street, Bend, OR 97701",
             "country": "US", "contact": "Elaine Sato", "phone": "+1 541 555 0173",
             "email": "recalls@junipermarket.example", "quantity": str(good - good * 3 // 4), "unit": "{bottle}"},
        ],
    }  # fmt: skip
