"""What evidence does when lots, or its own checks, tell it something."""

import logging
from functools import partial

from django.db import transaction
from kombu.exceptions import OperationalError

from evidence.actions.handing import cancel_hand_off, meet_hand_off, start_hand_off
from evidence.events import ArtworksToCompare, PackCompleted
from evidence.tasks import compare_artworks
from kernel.events import subscribe
from lots.events import LotCompleted, LotVoided

logger = logging.getLogger(__name__)


def poke(event: ArtworksToCompare) -> None:
    """Once it is committed; without a broker the sweep will."""
    transaction.on_commit(partial(_send, str(event.partnership_id), str(event.comparison_id)))


def _send(partnership_id: str, comparison_id: str) -> None:
    try:
        compare_artworks.apply_async((partnership_id, comparison_id), retry=False)
    except OperationalError:
        logger.warning("the broker is away; the sweep will poke for comparison %s", comparison_id)


def connect() -> None:
    subscribe(LotCompleted, start_hand_off)
    subscribe(LotVoided, cancel_hand_off)
    subscribe(PackCompleted, meet_hand_off)
    subscribe(ArtworksToCompare, poke)
