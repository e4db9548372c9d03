"""What `/_ui/` shows: facts of one lot as the trade would write them, at a fixed moment."""

from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django import forms

from records.forms import SigningForm

NOW = datetime(2025, 11, 17, 16, 40, tzinfo=UTC)
ZONE = "America/Denver"
DIGEST = "9f2c4e7ab1d80356c2f9e0417d6a8b35104e9cfe72d3a6b8810f5c27e94d60b1"

NAVIGATION = [
    {"label": "Inbox", "url": "#", "icon": "inbox", "go": "i", "active": True, "count": 7},
    {"label": "Lots", "url": "#lots", "icon": "packages", "go": "l"},
    {"label": "Events", "url": "#events", "icon": "alert-triangle", "go": "e", "count": 2},
    {"label": "Changes", "url": "#changes", "icon": "arrows-exchange", "go": "c"},
    {"label": "Agreements", "url": "#agreements", "icon": "file-certificate", "go": "a"},
    {"label": "Trace", "url": "#trace", "icon": "route", "go": "t"},
    {"label": "Partners", "url": "#partners", "icon": "building-factory-2", "go": "p"},
    {"label": "Auditor’s room", "url": "#room", "icon": "notebook", "go": "r"},
    {"label": "Administration", "url": "#admin", "icon": "settings", "go": "m"},
]

GATE = {
    "ok": False,
    "checked_at": NOW,
    "pattern": "conditional → sponsor release, because a major deviation is open",
    "reasons": [
        {"ok": True, "sentence": "Agreement AG-4 v3 is in force.", "clause": "cl. 2.1"},
        {"ok": True, "sentence": "Evidence pack v2 is complete: six of six categories.", "clause": "cl. 3.2"},
        {
            "ok": False,
            "sentence": "Deviation DEV-31 (major) is open.",
            "clause": "cl. 5.2 · R501",
            "needs": "sponsor QA to decide",
            "url": "#",
        },
        {
            "ok": False,
            "sentence": "The disposition is not signed.",
            "clause": "cl. 4.1 · 111.123(a)(8)",
            "needs": "head of quality, Alder & Pine",
            "url": "#",
        },
    ],
}
OPEN_GATE = {"ok": True, "checked_at": NOW, "reasons": GATE["reasons"][:2], "pattern": "sponsor release"}  # type: ignore[index]

VERDICTS = [
    {
        "rule": "R109",
        "paragraph": "111.260(f)",
        "state": "passed",
        "sentence": "Yield of encapsulation is 98.7 % of theoretical, inside 96 to 102 %.",
        "inputs": [
            ("Actual", "11 880 bottles"),
            ("Theoretical", "12 036 bottles"),
            ("Limits", "96 to 102 %"),
        ],
    },
    {
        "rule": "R305",
        "paragraph": "111.75(c)",
        "state": "failed",
        "sentence": "Lead is 0.62 µg/g, above the limit of 0.5 µg/g, although the certificate says “pass”.",
        "inputs": [("Result", "0.62 µg/g"), ("Limit", "at most 0.5 µg/g"), ("Source", "CoA 25-1183, page 2")],
        "url": "#",
    },
    {
        "rule": "R205",
        "paragraph": "111.75(a)(1)",
        "state": "missing",
        "sentence": "No identity test for magnesium glycinate, lot MG-7731. Missing is not zero.",
        "inputs": [("Component lot", "MG-7731"), ("First weighed", "12 Nov 2025 06:10 MST")],
    },
    {
        "rule": "R407",
        "paragraph": "111.410(b)",
        "state": "exception",
        "sentence": "Label reconciliation differs by 14 of 12 200 (0.11 %), inside the tolerance of 0.25 %.",
        "inputs": [("Issued", "12 200"), ("Applied", "11 904"), ("Destroyed", "282")],
        "url": "#",
    },
]

TIMELINE = [
    {
        "at": NOW.replace(day=14, hour=22, minute=5),
        "title": "Lot completed",
        "by": "M. Ortega, COP",
        "state": "completed",
    },
    {
        "at": NOW.replace(day=15, hour=15, minute=30),
        "title": "Pack v1 submitted",
        "by": "M. Ortega",
        "state": "submitted",
    },
    {
        "at": NOW.replace(day=15, hour=18, minute=2),
        "title": "Pack v1 returned",
        "by": "R. Chen, Alder & Pine QA",
        "reason": "Identity test of MG-7731 is missing (111.75(a)(1)).",
        "state": "returned",
    },
    {
        "at": NOW.replace(day=16, hour=14, minute=41),
        "title": "Pack v2 complete",
        "by": "rules 1.0",
        "state": "complete",
    },
    {
        "at": NOW.replace(day=17, hour=13, minute=12),
        "title": "DEV-31 reported",
        "state": "major",
        "by": "D. Okafor, CQC",
    },
]

STEPS = [
    {"label": "Drafted", "state": "done", "note": "3 Nov"},
    {"label": "Negotiated", "state": "done", "note": "2 clauses moved"},
    {"label": "Sponsor signs", "state": "current", "note": "head of quality"},
    {"label": "CMO signs", "state": "todo"},
    {"label": "In force", "state": "todo", "note": "1 Dec"},
]

WAITING = {
    "title": "Sign the disposition of lot KB-2417",
    "roles": ["SQH"],
    "organisation": "Alder & Pine Nutrition",
    "opened_at": NOW,
}
SIGNATURE = {
    "printed_name": "Hannah Lindqvist",
    "role": "head of quality, Alder & Pine Nutrition",
    "meaning": "released",
    "signed_at": NOW,
    "digest": DIGEST,
    "url": "#",
}

FACTS = [
    ("Product", "Magnesium Glycinate 120 ct"),
    ("Partnership", "Alder & Pine → Keystone Blending"),
    ("Master record", "MMR-118 v6"),
    ("Label", "LBL-2207 v4"),
    ("Made", "12 Nov 2025"),
    ("Expires", "Nov 2028"),
    ("Reserve sample", None),
]

RESULTS = [
    {
        "label": "Magnesium",
        "value": Decimal("203.4"),
        "low": Decimal("190"),
        "high": Decimal("230"),
        "unit": "mg",
    },
    {"label": "Lead", "value": Decimal("0.62"), "low": None, "high": Decimal("0.5"), "unit": "µg/g"},
    {"label": "Disintegration", "value": Decimal("74"), "low": None, "high": Decimal("30"), "unit": "min"},
    {"label": "Moisture", "value": Decimal("3.10"), "low": None, "high": Decimal("5.00"), "unit": "%"},
]

STATES = (
    "released",
    "in_review",
    "blocked",
    "hold",
    "overdue",
    "exception",
    "draft",
    "superseded",
    "major",
    "shipped",
)


def lots(count: int = 25) -> list[dict[str, Any]]:
    """Rows for the table: numbers, products and clocks that differ, so that alignment shows."""
    products = (
        "Magnesium Glycinate 120 ct",
        "Ashwagandha 600 mg 60 ct",
        "Vitamin D3 5000 IU 180 ct",
        "Whey Isolate 2 lb",
    )
    states = (
        "sponsor_review",
        "blocked",
        "released",
        "pack_pending",
        "in_process",
        "shipped",
        "hold",
        "rejected",
    )
    return [
        {
            "number": f"KB-{2417 - index}",
            "product": products[index % len(products)],
            "state": states[index % len(states)],
            "quantity": 11_880 - index * 437,
            "made_on": date(2025, 11, 12 - index % 9),
            "due_at": NOW.replace(day=NOW.day + 1 + index % 5, hour=(index * 5) % 24, minute=20)
            if index % 3
            else NOW.replace(hour=19 - index % 12),
        }
        for index in range(count)
    ]


class LotForm(forms.Form):
    """One of each kind of field, with what was typed and what was wrong with it."""

    number = forms.CharField(label="Lot number", help_text="As printed on the bottle.")
    # A number field would throw away what isn't a number; a text field gives it back beside its error.
    quantity = forms.DecimalField(
        label="Packaged quantity",
        help_text="Good units, after samples.",
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    product = forms.ChoiceField(choices=[("mg", "Magnesium Glycinate 120 ct"), ("d3", "Vitamin D3 5000 IU 180 ct")])
    note = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}))
    disposition = forms.ChoiceField(
        widget=forms.RadioSelect,
        choices=[("reject", "Reject"), ("reprocess", "Reprocess"), ("treat", "Treat or adjust")],
    )
    witnessed = forms.BooleanField(label="A second person saw the labels destroyed")


class FilterForm(forms.Form):
    """The filters above a list."""

    state = forms.ChoiceField(required=False, choices=[("", "Any"), ("blocked", "Blocked"), ("released", "Released")])
    product = forms.CharField(required=False)


def page() -> dict[str, Any]:
    """Everything the page shows."""
    return {
        "navigation": NAVIGATION,
        "organisation": "Alder & Pine Nutrition",
        "memberships": [
            SimpleNamespace(pk=1, organisation="Alder & Pine Nutrition", active=True),
            SimpleNamespace(pk=2, organisation="Blue Mesa Wellness", active=False),
        ],
        "switch_url": "#",
        "search_url": "#",
        "person_name": "Rosa Chen",
        "server_time": NOW,
        "time_zone": ZONE,
        "breadcrumbs": [{"label": "Workspace", "url": "/"}],
        "gate": GATE,
        "open_gate": OPEN_GATE,
        "verdicts": VERDICTS,
        "timeline": TIMELINE,
        "steps": STEPS,
        "signature": SIGNATURE,
        "waiting": [WAITING],
        "facts": FACTS,
        "results": RESULTS,
        "states": STATES,
        "lots": lots(),
        "digest": DIGEST,
        "dossier_url": "../dossier/",
        "soon": NOW.replace(hour=19),
        "late": NOW.replace(day=16),
        "later": NOW.replace(day=20),
        "form": LotForm({"number": "KB-2417", "quantity": "11,88O", "product": "mg", "note": "Second run."}),
        "signing": SigningForm(),
        "accepting": SigningForm(prefix="accept"),
        "nothing": (),
        "returning": SigningForm(prefix="return"),
        "filters": FilterForm({"state": "blocked"}),
        "refusal": "Deviation DEV-31 (major) is open: clause 5.2 asks for the sponsor’s decision first.",
        "tabs": [
            {"label": "Overview", "url": "#", "active": True},
            {"label": "Evidence", "url": "#evidence", "count": "6/6"},
            {"label": "Events", "url": "#events", "count": 1},
            {"label": "Genealogy", "url": "#genealogy"},
            {"label": "History", "url": "#history"},
        ],
    }
