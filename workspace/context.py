"""What every page needs: navigation, the acting organisation."""

from typing import Any

from django.http import HttpRequest


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor."""
    return {"actor": getattr(request, "actor", None)}
