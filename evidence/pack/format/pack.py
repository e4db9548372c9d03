"""The whole pack, and its published schema."""

from evidence.pack.format.batch_record import BatchRecord
from evidence.pack.format.distribution import Distribution
from evidence.pack.format.fields import Category, Row, Sha256, Text, column, optional
from evidence.pack.format.header import Header
from evidence.pack.format.laboratory import Laboratory
from evidence.pack.format.materials import Materials
from evidence.pack.format.packaging import Packaging
from evidence.pack.format.quality_events import QualityEvents


class Document(Row):
    name: Text = column("File name", "Name of the file as uploaded.")
    category: Category = column("Category", "Category the document belongs to.")
    title: Text | None = optional("Title", "What the document is.")
    sha256: Sha256 | None = optional("SHA-256", "Hash of the file; filled in at upload when empty.")


class Pack(Row):
    """One lot's evidence in six categories, with the documents it rests on."""

    header: Header = column("Header", "Which lot this is, 111.205, 111.255.")
    batch_record: BatchRecord = column("Batch record", "111.255, 111.260.", default=BatchRecord())
    materials: Materials = column("Materials", "111.75(a), 111.155, 111.260(d),(e).", default=Materials())
    laboratory: Laboratory = column("Laboratory", "111.70-111.83, 111.303-111.325.", default=Laboratory())
    packaging: Packaging = column("Packaging", "111.403-111.430, 111.260(k).", default=Packaging())
    quality_events: QualityEvents = column("Quality events", "111.113, 111.140.", default=QualityEvents())
    distribution: Distribution = column("Distribution", "111.475, 21 CFR 1.345, 7.49.", default=Distribution())
    documents: tuple[Document, ...] = column("Documents", "Source documents of the pack, 111.605(c).", default=())
