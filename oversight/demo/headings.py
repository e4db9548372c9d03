"""The other headings of the demo’s agreements: what is asked and told under them, and what bounds the work."""

from agreements.actions import ClauseDraft

HEADINGS = [
    ClauseDraft("1.1", "purpose", "Purpose", {
        "text": "The sponsor’s products are made, tested, packed and released by the manufacturer under 21 CFR 111. "
        "The sponsor stays answerable for them; this agreement says who does what, and how each can show it."}),
    ClauseDraft("1.2", "definitions", "Definitions", {
        "text": "Lot: a batch or a packaged lot with a number of its own. Pack: the evidence of one lot."}),
    ClauseDraft("2.2", "facilities", "Inspections and findings", {"notice_hours": 24}),
    ClauseDraft("2.3", "materials", "Accounting for materials", {"balance_percent": "0.50"}),
    ClauseDraft("2.4", "laboratory", "Retests", {"most_retests": 3}),
    ClauseDraft("2.5", "reserve_samples", "Reserve samples", {"multiple": 2, "months": 12}),
    ClauseDraft("2.6", "product_specific", "Shelf life left", {"shelf_life_days": 90}),
    ClauseDraft("3.2", "documentation", "Copies of records", {"copies_days": 3}),
    ClauseDraft("3.3", "data_integrity", "Entries in time", {"late_entry_hours": 24}),
    ClauseDraft("7.3", "subcontracting", "Subcontractors", {"answer_days": 10}),
    ClauseDraft("8.1", "recall", "Recall", {"scope_hours": 4}),
    ClauseDraft("8.2", "audit_right", "Right to audit", {"answer_days": 5}),
    ClauseDraft("8.3", "retention_exit", "Records at the end", {"hand_over_days": 20}),
    ClauseDraft("8.4", "dispute", "Disagreements", {"answer_days": 5}),
    ClauseDraft("8.5", "termination", "Notice of the end", {"notice_days": 90}),
]  # fmt: skip
