"""What further mails say: an interim report, another class, a CAPA, a return, a health hazard; lot, clause and time."""

from collections.abc import Callable

import pytest

from lots.models import Lot
from quality_events.actions import classify_event, classify_label, report_interim
from tests.factories.walked import Shop
from tests.quality_events import returned
from tests.quality_events.corrected import does, implemented, proposed
from tests.quality_events.reported import report
from tests.quality_events.test_mail_links import link_in, mail_of, words_of

pytestmark = pytest.mark.lot(until="completed")
DUE = "5 d 1 h left, due Tue 17 Mar 2026, 17:00 EDT (2026-03-17 21:00 UTC)"
Told = tuple[str, str]
"""How the mail's subject begins, and its page."""


def interim(shop: Shop, lot: Lot) -> Told:
    event = report(shop, lot)
    does(shop.world.cmo_qa, report_interim, event_id=event.pk, text="Sensor found low.")
    return f"Interim report on {event.number}", f"/events/{event.pk}/"


def graver(shop: Shop, lot: Lot) -> Told:
    event = report(shop, lot)
    does(shop.world.cmo_qa, classify_event, event_id=event.pk, classification="critical", reason="seen again")
    return f"{event.number} is critical now", f"/events/{event.pk}/"


def capa_proposed(shop: Shop, lot: Lot) -> Told:
    capa = proposed(shop, report(shop, lot))
    return f"Proposed, {capa.number}", f"/events/capa/{capa.pk}/"


def capa_watched(shop: Shop, lot: Lot) -> Told:
    capa = implemented(shop, proposed(shop, report(shop, lot)))
    return f"{capa.number} is implemented and watched", f"/events/capa/{capa.pk}/"


def came_back(shop: Shop, lot: Lot) -> Told:
    found = returned.receive(shop, lot)
    return f"{found.number}: 24 ", f"/events/returns/{found.pk}/"


def hazard(shop: Shop, lot: Lot) -> Told:
    event = report(shop, lot, kind="label", classification="critical", title="Another label on 3 bottles")
    does(shop.world.cmo_qa, classify_label, event_id=event.pk, fault="identity")
    return f"Evaluate the health hazard of {event.number}", f"/events/{event.pk}/"


@pytest.mark.parametrize(
    ("happens", "what", "clause", "time"),
    [
        (
            interim, "Sensor found low.", "QA-ALD-KEY-01 v2",
            "interim report in time; investigation: 30 d left, due Sat 11 Apr 2026, 16:00 EDT (2026-04-11 20:00 UTC)",
        ),
        (graver, "Desiccant missing", "QA-ALD-KEY-01 v2 cl. 5.2", DUE),
        (capa_proposed, "Sensor height", "21 CFR 111.140(b)(3)(iv)", "no deadline runs"),
        (capa_watched, "Sensor height", "21 CFR 111.140(b)(3)(iv)", "no deadline runs"),
        (came_back, "Seals broken, one case wet.", "21 CFR 111.510", "no deadline runs"),
        (hazard, "Another label on 3 bottles", "21 CFR 7.41", f"at once; {DUE}"),
    ],
)  # fmt: skip
def test_a_mail_says_what_which_lot_which_clause_and_how_long(
    shop: Shop, lot: Lot, happens: Callable[[Shop, Lot], Told], what: str, clause: str, time: str
) -> None:
    subject, page = happens(shop, lot)
    mail = mail_of(shop, subject)
    assert words_of(mail) == {"What": what, "Lot": "KB-1", "Clause": clause, "Time": time}
    assert link_in(mail) == page
