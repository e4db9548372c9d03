"""How many requests the API answers: each key, each company and each address without a key has its own count.

DRF's throttles keep a list that two processes read and write at the same moment; here Redis adds one to a number, so
that nothing is lost between web processes. A window is a whole period of the clock: `600/min` begins anew each minute.
"""

import logging
import math
from abc import abstractmethod
from collections.abc import Callable
from functools import wraps
from typing import Any, ClassVar, cast

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from kernel.scope import Actor
from parties.outside.visit import address_of
from parties.tokens import split_key

logger = logging.getLogger(__name__)


class CountedThrottle(SimpleRateThrottle):
    """At most `rate` requests a window for one `ident`; an empty rate asks nothing."""

    setting: ClassVar[str]
    """The setting that holds the rate: "600/min" (s, min, h, d), or empty."""
    num_requests: int
    duration: int

    def get_rate(self) -> str | None:
        rate: str = getattr(settings, self.setting)
        return rate or None

    @abstractmethod
    def ident(self, request: Request) -> str:
        """Whom the request counts for; empty where this throttle does not apply."""

    def allow_request(self, request: Request, view: Any) -> bool:
        ident = self.ident(request) if self.rate else ""
        if not ident:
            return True
        self.now = self.timer()
        try:
            return self._count(ident) <= self.num_requests
        except (RedisError, OSError):
            logger.exception("requests are not counted: Redis does not answer")
            return True  # /readyz tells of it; an API that refused everybody would be worse

    def wait(self) -> float:
        """Whole seconds until the next window begins: `Retry-After`."""
        return math.ceil(self.duration - self.now % self.duration) or 1

    def _count(self, ident: str) -> int:
        """How many requests this window has seen, with this one."""
        key = f"throttle/{self.setting}/{ident}/{int(self.now // self.duration)}"
        cache.add(key, 0, timeout=self.duration + 60)
        return int(cache.incr(key))


class KeyThrottle(CountedThrottle):
    """By key, which its prefix names: one program that loops does not use up its company's others."""

    setting = "API_RATE_PER_KEY"

    def ident(self, request: Request) -> str:
        if request.auth is None:
            return ""
        parts = split_key(request.headers["Authorization"].partition(" ")[2].strip())
        return parts[0] if parts else ""


class CompanyThrottle(CountedThrottle):
    """By company: many keys are no way round the count."""

    setting = "API_RATE_PER_COMPANY"

    def ident(self, request: Request) -> str:
        return str(cast("Actor", request.auth).organisation_id) if request.auth is not None else ""


class AddressThrottle(CountedThrottle):
    """By address, where a page needs no key (root, schema, the pack's format)."""

    setting = "API_RATE_PER_ADDRESS"

    def ident(self, request: Request) -> str:
        return (address_of(request._request) or "") if request.auth is None else ""  # noqa: SLF001 - DRF's name


class PageThrottle(CountedThrottle):
    """By address, for a page that anybody may open; it counts with the API's open pages."""

    setting = "API_RATE_PER_ADDRESS"

    def ident(self, request: Any) -> str:
        return address_of(request) or ""


def by_address(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The same page, answered to one address so many times a window."""

    @wraps(view)
    def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        throttle = PageThrottle()
        if throttle.allow_request(request, None):  # type: ignore[arg-type]  # Django's request: only `ident` reads it
            return view(request, *args, **kwargs)
        wait = int(throttle.wait())
        return HttpResponse(
            f"Too many requests. Ask again in {wait} seconds.", status=429, headers={"Retry-After": str(wait)},
            content_type="text/plain",
        )  # fmt: skip

    return counted
