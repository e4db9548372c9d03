"""Which sealed packages there are: an auditor's whole access, and all records of a partnership for one company."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from parties.models import AuditorGrant, Partnership
from parties.queries import whole_partnerships
from records.models import SealedReport
from workspace.outside.report_kinds import KINDS, ReportKind

ZIP = "application/zip"


@dataclass(frozen=True, slots=True)
class PackageKind:
    """One kind of package; in the places that `ReportKind` has for papers."""

    code: str
    words: str
    subject: type[Any]
    find: Callable[[Any], Any]
    page: Callable[[Any], str]
    with_dossiers: bool = False
    media_type: str = ZIP
    permission: str = "records.export"

    def title(self, record: Any) -> str:
        return f"{self.words}: {record.covers if isinstance(record, AuditorGrant) else record}"

    def file_name(self, report: SealedReport) -> str:
        return f"{self.words.lower().replace(' ', '-')}-{report.requested_at:%Y-%m-%d}.zip"

    def record(self, key: Any) -> Any:
        """What it is about, in the open scope; raises DoesNotExist for strangers."""
        return self.find(key)


def _grant(key: Any) -> AuditorGrant:
    return AuditorGrant.objects.select_related("partnership__sponsor", "partnership__cmo").get(pk=key)


def _partnership(key: Any) -> Partnership:
    return whole_partnerships().get(pk=key)


PACKAGES: dict[str, PackageKind] = {
    kind.code: kind
    for kind in (
        PackageKind(
            "audit_package", "Audit package", AuditorGrant, _grant, lambda _grant: reverse("workspace:room"),
            with_dossiers=True,
        ),
        PackageKind(
            "partnership_exit", "All records", Partnership, _partnership,
            lambda pair: reverse("workspace:records_of", args=[pair.pk]),
        ),
    )
}  # fmt: skip


def kind_of(report: SealedReport) -> ReportKind | PackageKind:
    """The kind of a report, paper or package."""
    return PACKAGES[report.kind] if report.kind in PACKAGES else KINDS[report.kind]
