"""What the pages of agreements show."""

from agreements.presentation.versions import clause_card, version_context

__all__ = ["clause_card", "version_context"]
