"""A permit is spent and says so at the pallet; a revoked release ends the other; a feed tells what nobody permitted."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from oversight.demo.stage import Stage
from tests.journeys.lot_story import RELEASED, released
from tests.journeys.people import Person

pytestmark = pytest.mark.journey

CLERK, HEAD = "clerk@keystone.example", "head.qa@alderpine.example"


def test_permits_and_what_left_without(enter: Any, stage: Stage, tmp_path: Path) -> None:
    lot_id = released(stage)
    clerk, head = enter(CLERK), enter(HEAD)
    spent = _spent(clerk, f"/lots/{lot_id}/")
    clerk.goes(f"/lots/{lot_id}/permit/")
    clerk.fills({"Quantity": "1200"})
    clerk.submits("Issue the permit")
    clerk.sees("Scan the code before the goods leave")
    live = clerk.page.locator("code").inner_text()
    assert _told(clerk, live) == "Live."
    head.goes(f"/lots/{lot_id}/revoke/")
    head.fills({"Reason": "A stability result is in doubt."})
    head.signs("Revoke and sign")
    assert (_told(clerk, live), _told(clerk, spent)) == ("Revoked", "Spent")
    clerk.goes(f"/lots/{lot_id}/shipments/")
    clerk.sees("The sponsor has not signed the release")
    _hand_in(clerk, tmp_path)
    head.goes("/feeds/?only=open")
    head.sees("No shipment of lot")


def _spent(clerk: Person, dossier: str) -> str:
    """Goods leave from the page, which issues a permit and spends it; the address that its sheet's code opens."""
    clerk.goes(f"{dossier}ship/")
    clerk.fills({"Quantity": "1000", "PO, ASN or invoice": "ASN-9", "Ship from": "Keystone, dock 4"})
    clerk.submits("Ship")
    clerk.sees("Gate revision")
    clerk.clicks("SP-")
    return str(clerk.page.locator("code").inner_text())


def _told(clerk: Person, address: str) -> str:
    """The status, by the code of the sheet."""
    clerk.page.goto(address)
    return str(clerk.page.locator(".notice strong, .notice b, .notice-title").first.inner_text())


def _hand_in(clerk: Person, folder: Path) -> None:
    at = datetime.now(UTC) - timedelta(minutes=1)
    feed = folder / "asn.csv"
    feed.write_text(
        f"line,lot,quantity,shipped_at,reference\n1,{RELEASED},1000,{at.isoformat()},ASN-9\n"
        f"2,{RELEASED},48,{at.isoformat()},ASN-9-B\n",
        encoding="utf-8",
    )
    clerk.goes("/feeds/add/")
    clerk.fills({"Feed": "Wasatch Freight ASN"})
    clerk.page.get_by_label("CSV file").set_input_files(feed)
    clerk.submits("Try")
    clerk.sees("Opens a critical event.")
    clerk.page.screenshot(path=str(folder / "tried.png"))
    clerk.submits("Hand in")
    clerk.sees("2 lines read, 1 of them without a permit")
    clerk.page.screenshot(path=str(folder / "feeds.png"))
