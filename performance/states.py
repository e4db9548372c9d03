"""What a CMO shows of itself, and the words for it."""

from django.db.models import TextChoices


class DocumentKind(TextChoices):
    REGISTRATION = "registration", "Registration or licence"
    GMP = "gmp", "GMP certificate"
    ISO = "iso", "ISO certificate"
    ACCREDITATION = "accreditation", "Laboratory accreditation"
    AUDIT = "audit", "Audit report"
    INSURANCE = "insurance", "Insurance"
    OTHER = "other", "Other"
