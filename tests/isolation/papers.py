"""What stands beside a pack: texts read from files, scans, uploads under way, shown documents, programs told."""

import io

from clocks.models import Delivery, Webhook
from evidence.actions.files import examine
from evidence.models import Arrival, EvidenceFile, FileScan, PageText, RuleWaiver, TextReading
from kernel import scope
from kernel.clock import now
from kernel.history import acting
from kernel.scope import system
from parties.models import KeptAnswer
from performance.actions import add_document, share_document
from tests.isolation.estate import Holding
from tests.isolation.people import Companies

SHOWN = b"%PDF-1.7\n% shown\n%%EOF\n"


def lay_out(holding: Holding) -> None:
    """One row of each kind for this partnership."""
    world, at = holding.world, now()
    pair = world.alder_keystone
    owner = {"partnership": pair, "sponsor_id": pair.sponsor_id}
    by = system(pair.pk)
    with scope.opened(by), acting(by=by, reason="read", at=at):
        for file in EvidenceFile.objects.filter(partnership=pair):
            PageText.objects.create(**owner, file=file, page=1, text=f"{file.name} read", source="ocr", at=at)
            TextReading.objects.create(**owner, file=file, outcome="read", pages=1, sentence="One page.", at=at)
            FileScan.objects.create(**owner, file=file, verdict="clean", sentence="nothing found", at=at)
        Arrival.objects.create(
            **owner, lot=holding.lots["planned"], name="under way.pdf", size=9, sent_by_id=world.clerk.person_id,
            begun_at=at,
        )  # fmt: skip
        RuleWaiver.objects.create(
            **owner, rule="R218", lot=holding.lots["planned"], valid_until=at.date(), clause="QA 9.1", reason="waits",
            waived_by_id=world.reviewer.person_id, waived_at=at,
        )  # fmt: skip
    by = world.cmo_qa
    with scope.opened(by):
        document = add_document(
            file=examine("iso.pdf", io.BytesIO(SHOWN)), kind="iso", title="ISO 22000", number="7",
            issuer="A body", valid_from=at.date(), valid_until=None, by=by, reason="", at=at,
        )  # fmt: skip
        share_document(document_id=document.pk, partnership_id=pair.pk, by=by, reason="", at=at)


def tell_programs(companies: Companies) -> None:
    """A webhook, a delivery and a kept answer of each company."""
    at = now()
    for name, organisation in companies.organisations.items():
        by, owner = companies.members[f"ADM of {name}"], {"organisation_id": organisation.pk}
        with scope.opened(by), acting(by=by, reason="told", at=at):
            hook = Webhook.objects.create(
                **owner, label="ERP", url="https://erp.example/in", topics=[], sealed_secret="x"
            )
            Delivery.objects.create(
                **owner, webhook=hook, topic="lot.released", body="{}", created_at=at, next_try_at=at, delivered_at=at
            )
            KeptAnswer.objects.create(
                **owner, person_id=by.person_id, key="k", request_hash="0" * 64, status=200, body="said", at=at
            )
