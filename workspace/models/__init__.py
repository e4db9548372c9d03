"""What can be found, words meant by a slip of the hand, what people keep looking for, what auditors ask for."""

from workspace.models.audit_requests import AuditRequest
from workspace.models.documents import SearchDocument, SearchWord
from workspace.models.searches import SavedSearch

__all__ = ["AuditRequest", "SavedSearch", "SearchDocument", "SearchWord"]
