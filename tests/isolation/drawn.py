"""Two artworks of a label, and their comparison."""

from evidence.models import ArtworkComparison, ArtworkFile, ComparedPage, ComparisonEnd, EvidenceFile
from kernel import scope
from kernel.clock import now
from kernel.history import acting
from kernel.scope import system
from tests.isolation.estate import Holding


def draw(holding: Holding) -> None:
    """One row of each kind."""
    pair, at = holding.world.alder_keystone, now()
    by, product = system(pair.pk), holding.lots["planned"].product_id
    owner = {"partnership": pair, "sponsor_id": pair.sponsor_id}
    with scope.opened(by), acting(by=by, reason="compared", at=at):
        first, second = EvidenceFile.objects.filter(partnership=pair).order_by("name", "id")[:2]
        ArtworkFile.objects.create(
            **owner, product_id=product, file=first, kept_by_id=holding.world.cmo_qa.person_id, kept_at=at
        )
        whole = ArtworkComparison.objects.create(
            **owner, product_id=product, left=first, right=second, left_sha256="a" * 64, right_sha256="b" * 64,
            asked_by_id=holding.world.cmo_qa.person_id, asked_at=at,
        )  # fmt: skip
        ComparedPage.objects.create(
            **owner, comparison=whole, page=1, sides="left", width_mm=9, height_mm=9, areas=[[0, 0, 9, 9]],
            note=f"Only the left file of {holding.mark} has page 1.",
        )  # fmt: skip
        ComparisonEnd.objects.create(
            **owner, comparison=whole, outcome="failed", pages=1, sentence=f"{holding.mark} is a damaged PDF.", at=at
        )
