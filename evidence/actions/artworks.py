"""Artworks of labels are kept, and two of them compared: asked for once, told page by page, ended once."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from evidence.actions.files import Incoming, enter, put
from evidence.events import ArtworksToCompare
from evidence.models import ArtworkComparison, ArtworkFile, ComparedPage, ComparisonEnd
from evidence.outside.artworks import DrawnPage
from evidence.outside.store import store
from evidence.rules import check_comparable, check_is_artwork
from evidence.states import ComparisonOutcome, PageSides
from kernel.events import publish
from kernel.history import acting
from kernel.scope import Actor
from masters.models import Product
from parties.rules import check_may


def keep_artwork(*, product_id: UUID, file: Incoming, by: Actor, at: datetime) -> ArtworkFile:
    """Put a label's artwork beside the product; a version approved with its hash has its file from then on."""
    with transaction.atomic(), acting(by=by, reason=f"artwork {file.name} put in", at=at):
        product = Product.objects.get(pk=product_id)
        check_may(by, "masters.draft", product, "put in a label's artwork")
        check_is_artwork(file.name, file.media_type)
        entered = enter(product, [file], by, at)[file.name]
        put([file])
        kept, _ = ArtworkFile.objects.get_or_create(
            product=product,
            file=entered,
            defaults={
                "partnership_id": product.partnership_id,
                "sponsor_id": product.sponsor_id,
                "kept_by_id": by.person_id,
                "kept_at": at,
            },
        )
        return kept


def ask_comparison(*, product_id: UUID, left: str, right: str, by: Actor, at: datetime) -> ArtworkComparison:
    """Have two artworks compared by their hashes; the comparison that is there already where there is one."""
    with transaction.atomic(), acting(by=by, reason="artworks to be compared", at=at):
        product = Product.objects.get(pk=product_id)
        check_may(by, "masters.draft", product, "have two artworks compared")
        before, after = check_comparable(product.partnership_id, left, right)
        found, is_new = ArtworkComparison.objects.get_or_create(
            partnership_id=product.partnership_id,
            product=product,
            left_sha256=before.sha256,
            right_sha256=after.sha256,
            defaults={
                "sponsor_id": product.sponsor_id,
                "left": before,
                "right": after,
                "asked_by_id": by.person_id,
                "asked_at": at,
            },
        )
        if is_new:
            publish(ArtworksToCompare(comparison_id=found.pk, partnership_id=found.partnership_id))
        return found


def note_page(*, comparison_id: UUID, page: DrawnPage, by: Actor, at: datetime) -> ComparedPage:
    """Keep one compared page; the one that is there already when a worker was killed and another goes on."""
    pictures = {f"{side}_sha256": store().put([data]).sha256 for side, data in page.pictures.items()}
    with transaction.atomic(), acting(by=by, reason=f"page {page.number} compared", at=at):
        whole = ArtworkComparison.objects.get(pk=comparison_id)
        kept, _ = ComparedPage.objects.get_or_create(
            comparison=whole,
            page=page.number,
            defaults={
                "partnership_id": whole.partnership_id,
                "sponsor_id": whole.sponsor_id,
                "sides": _sides(page),
                "width_mm": page.size[0],
                "height_mm": page.size[1],
                "areas": page.areas,
                "note": page.note,
                **pictures,
            },
        )
        return kept


def _sides(page: DrawnPage) -> PageSides:
    if {"left", "right"} <= page.pictures.keys():
        return PageSides.BOTH
    return PageSides.LEFT if "left" in page.pictures else PageSides.RIGHT


def end_comparison(*, comparison_id: UUID, problem: str, by: Actor, at: datetime) -> ComparisonEnd:
    """Say how it went, once; without a problem the pages decide."""
    with transaction.atomic(), acting(by=by, reason="artworks compared", at=at):
        whole = ArtworkComparison.objects.get(pk=comparison_id)
        pages = list(whole.pages.all())
        areas = sum(len(page.areas) for page in pages)
        outcome = ComparisonOutcome.CHANGED if areas else ComparisonOutcome.SAME
        ended, _ = ComparisonEnd.objects.get_or_create(
            comparison=whole,
            defaults={
                "partnership_id": whole.partnership_id,
                "sponsor_id": whole.sponsor_id,
                "outcome": ComparisonOutcome.FAILED if problem else outcome,
                "pages": len(pages),
                "changed_areas": areas,
                "sentence": problem,
                "at": at,
            },
        )
        return ended
