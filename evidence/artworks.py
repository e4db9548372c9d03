"""Reads about artworks: which files are there for a product, whose they are, and what comparing two of them showed."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch

from evidence.models import ArtworkComparison, ArtworkFile, ComparedPage, EvidenceFile
from masters.models import LabelVersion


@dataclass(frozen=True, slots=True)
class VersionArtwork:
    """A label version with the file of its artwork, where that is here."""

    version: LabelVersion
    file: EvidenceFile | None

    @property
    def sha256(self) -> str:
        return self.version.artwork_sha256.lower()


def file_with(partnership_id: UUID, sha256: str) -> EvidenceFile | None:
    """The first file of this content that came in."""
    files = EvidenceFile.objects.filter(partnership_id=partnership_id, sha256=sha256)
    return files.order_by("uploaded_at", "id").first()


def artworks_of(product_id: UUID) -> tuple[list[VersionArtwork], list[ArtworkFile]]:
    """Each version that holds, the newest first, and the files that no version names; three queries."""
    versions = list(LabelVersion.objects.filter(product_id=product_id, recorded_until=None).order_by("-version"))
    hashes = {version.artwork_sha256.lower() for version in versions if version.artwork_sha256}
    kept = ArtworkFile.objects.filter(product_id=product_id).select_related("file", "kept_by")
    files = list(kept.order_by("-kept_at", "-id"))
    partnership = {version.partnership_id for version in versions}
    held = EvidenceFile.objects.filter(partnership_id__in=partnership, sha256__in=hashes).order_by(
        "-uploaded_at", "-id"
    )
    by_hash = {file.sha256: file for file in held}
    named = [VersionArtwork(version, by_hash.get(version.artwork_sha256.lower())) for version in versions]
    return named, [row for row in files if row.file.sha256 not in hashes]


def named_as(product_id: UUID, sha256: str) -> str:
    """Which label version of the product was approved with this hash, in words; "" for none."""
    versions = LabelVersion.objects.filter(product_id=product_id, artwork_sha256__iexact=sha256)
    version = versions.order_by("version", "recorded_from").first()
    return f"the artwork of {version}" if version else ""


def comparison_of(product_id: UUID, left: str, right: str) -> ArtworkComparison | None:
    """What is there already for this pair."""
    found = ArtworkComparison.objects.filter(product_id=product_id, left_sha256=left, right_sha256=right)
    return found.select_related("end").first()


def comparison(comparison_id: UUID) -> ArtworkComparison:
    """With its pages; raises DoesNotExist for strangers. Two queries."""
    pages = Prefetch("pages", ComparedPage.objects.order_by("page"))
    whole = ArtworkComparison.objects.select_related("product", "left", "right", "asked_by", "end")
    return whole.prefetch_related(pages).get(pk=comparison_id)
