"""The notice of a recall to one direct account, brief and to the point (21 CFR 7.49(c)); it leaves by the outbox."""

from collections.abc import Mapping
from typing import Any

from django.core.mail import send_mail
from django.template.loader import render_to_string

from traceability.models import Recall, RecallNotice
from traceability.outside.recall_links import link_of


def send_notice(notice: RecallNotice, recall: Recall, strategy: Mapping[str, Any]) -> None:
    """Its first line is the subject, the rest the text. It belongs to no partnership: the other company reads none."""
    rows = recall.locked_scope.content["rows"]
    named = [row for row in rows if row["kind"] == "lot" and row["number"] in notice.lots]
    words = {
        "notice": notice,
        "recall": recall,
        "strategy": strategy,
        "rows": named,
        "sponsor": recall.partnership.sponsor,
        "link": link_of(notice),
    }
    subject, _, body = render_to_string("traceability/mail/recall.txt", words).strip().partition("\n")
    send_mail(" ".join(subject.split()), body.strip() + "\n", None, [notice.address])
