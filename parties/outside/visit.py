"""From where a request comes: address and program, cut to what a record holds."""

from allauth.core.internal.httpkit import get_client_ip
from django.http import HttpRequest


def address_of(request: HttpRequest | None) -> str | None:
    """The caller's IP address, behind as many proxies as the settings trust; None where there is none."""
    if request is None:
        return None
    found: str | None = get_client_ip(request)
    return found or None


def agent_of(request: HttpRequest | None) -> str:
    """The caller's program as it names itself."""
    if request is None:
        return ""
    return str(request.META.get("HTTP_USER_AGENT", ""))[:300].replace("\x00", "")
