"""What anybody may fetch without an account: the keys that verify ship permits (RFC 8615, RFC 7517)."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from release.outside.permit_key import published


@login_not_required
@require_safe
@cache_control(public=True, max_age=300)
def keys(_request: HttpRequest) -> JsonResponse:
    """Today's key and every earlier one, as a JWK set."""
    return JsonResponse(published(), content_type="application/jwk-set+json")
