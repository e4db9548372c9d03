"""The clauses of a quality agreement on minerals, as companies of this size sign them."""

from agreements.actions import ClauseDraft

PATTERNS = {
    "cmo_release": {"pattern": "cmo_release", "post_review_days": 10},
    "sponsor_release": {"pattern": "sponsor_release"},
    "conditional": {
        "pattern": "conditional",
        "conditions": {
            "maximum_risk_tier": "standard",
            "qualification": "qualified",
            "maximum_exceptions": 0,
            "maximum_major_events": 0,
            "lots_since_change": 1,
        },
        "expires_on": "2026-12-31",
        "post_review_days": 5,
    },
}
TRIGGERS = {
    "supplier": "approve",
    "formula": "approve",
    "process": "approve",
    "equipment": "notify",
    "method": "approve",
    "label": "approve",
    "shelf_life": "approve",
}


def clauses(pattern: str = "sponsor_release") -> list[ClauseDraft]:
    """One clause of each kind; times are the defaults of a new agreement (domain §C)."""
    return [
        ClauseDraft("3.1", "release_pattern", "Release of lots", PATTERNS[pattern]),
        ClauseDraft(
            "4.1",
            "evidence",
            "Evidence pack and hand-off",
            {
                "categories": [
                    "batch_record",
                    "materials",
                    "laboratory",
                    "packaging",
                    "quality_events",
                    "distribution",
                ],
                "window_hours": 72,
                "calendar": "hours",
            },
        ),
        ClauseDraft(
            "5.1",
            "notification",
            "Notification of events",
            {"critical_hours": 1, "major_hours": 24, "minor_hours": 720},
        ),
        ClauseDraft(
            "5.2",
            "event_approval",
            "Sponsor approval of events",
            {
                "classes": ["major", "critical"],
                "roles": ["SQA", "SQH"],
                "critical_hours": 24,
                "major_hours": 72,
            },
        ),
        ClauseDraft("6.1", "review", "Review and decision", {"pack_days": 5, "disposition_days": 3}),
        ClauseDraft("7.1", "change", "Change control", {"triggers": TRIGGERS, "lead_days": 0}),
    ]


CONTAINMENT = ClauseDraft(
    "5.3",
    "containment",
    "Containment of events",
    {
        "classes": ["major", "critical"],
        "relations": ["batch", "component_lot", "equipment", "line", "label_roll"],
        "equipment_hours": 24,
        "runs": 2,
    },
)
"""An agreement may go without it; then no lot but the reported ones is held."""
PAUSE = ClauseDraft("9.2", "pause", "Pause of deadlines", {"duties": ["hand_off", "decision"], "longest_days": 5})
"""An agreement may go without it; then no deadline is paused."""
WAIVER = ClauseDraft("9.1", "waiver", "Waiver of rules", {"rules": ["R204", "R209", "R313"], "longest_days": 30})
"""An agreement may go without it; then the sponsor can waive nothing."""
INVESTIGATION = ClauseDraft("5.4", "investigation", "Investigation of events", {"interim_days": 2, "final_days": 20})
"""An agreement may go without it; then an investigation takes 30 days, its interim report 3 business days."""
COMPLAINT = ClauseDraft("5.5", "complaint", "Complaints received by the CMO", {"forward_days": 2})
"""An agreement may go without it; then a complaint is passed on within one business day."""

HEADINGS = [
    ClauseDraft(
        "1.1", "purpose", "Purpose", {"text": "Who answers for what when Keystone makes Alder & Pine’s minerals."}
    ),
    ClauseDraft(
        "1.2", "definitions", "Definitions", {"text": "Lot: a batch or a packaged lot with a number of its own."}
    ),
    ClauseDraft("2.1", "quality_unit", "Quality unit", {"separate_releasers": True}),
    ClauseDraft("2.2", "facilities", "Inspections", {"notice_hours": 24}),
    ClauseDraft("2.3", "materials", "Materials", {"balance_percent": "0.50"}),
    ClauseDraft("2.4", "laboratory", "Retests", {"most_retests": 2}),
    ClauseDraft("2.5", "reserve_samples", "Reserve samples", {"multiple": 3, "months": 24}),
    ClauseDraft("3.2", "product_specific", "Shelf life left", {"shelf_life_days": 180}),
    ClauseDraft("4.2", "documentation", "Copies of records", {"copies_days": 3}),
    ClauseDraft("4.3", "data_integrity", "Entries in time", {"late_entry_hours": 8}),
    ClauseDraft("7.2", "label_ownership", "Labels", {"approver": "SLB"}),
    ClauseDraft("7.3", "subcontracting", "Subcontractors", {"answer_days": 10}),
    ClauseDraft("8.1", "recall", "Recall", {"scope_hours": 2}),
    ClauseDraft("8.2", "audit_right", "Right to audit", {"answer_days": 5}),
    ClauseDraft("8.3", "retention_exit", "Records at the end", {"hand_over_days": 20}),
    ClauseDraft("8.4", "dispute", "Disagreements", {"answer_days": 5}),
    ClauseDraft("8.5", "termination", "Notice of the end", {"notice_days": 90}),
]
"""One clause of each other heading that an agreement may go without."""
