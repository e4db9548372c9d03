"""What a webhook can hear of. A topic is a promise: names stay, fields are only added (docs/reference/webhooks.md)."""

TOPICS = {
    "ping": "A test that you asked for",
    "lot.started": "A lot was started",
    "lot.completed": "A lot was completed: the hand-off clock runs",
    "lot.decided": "A release decision was signed (stage and decision are in the message)",
    "lot.shipped": "Goods of a lot left, on their permit",
    "permit.issued": "A ship permit was issued",
    "permit.revoked": "A ship permit was revoked, by a person or by a gate that shut",
    "pack.submitted": "An evidence pack was handed over",
    "pack.completed": "A pack passed its rules: it waits for attestation",
    "pack.attested": "CMO quality attested a pack: the review begins",
    "pack.accepted": "A pack was accepted",
    "pack.returned": "A pack was returned with a question",
    "question.asked": "The sponsor asked about an item of a pack: the answer's clock runs",
    "question.answered": "The CMO answered a question",
    "event.reported": "A quality event was reported",
    "event.moved": "A quality event went a step on",
    "complaint.received": "A complaint was recorded",
    "complaint.moved": "A complaint went a step on",
    "return.received": "Product came back, into quarantine",
    "return.moved": "Returned product went a step on",
}
