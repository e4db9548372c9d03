"""What can be found, the words that can be meant by a slip of the hand, and what people keep looking for."""

from workspace.models.documents import SearchDocument, SearchWord
from workspace.models.searches import SavedSearch

__all__ = ["SavedSearch", "SearchDocument", "SearchWord"]
