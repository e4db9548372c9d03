"""`python -m scripts.health`: 0 when the web server of this machine answers /healthz, for containers."""

import os
import sys
import urllib.request
from urllib.parse import urlsplit


def is_healthy(port: int, site_address: str) -> bool:
    """Whether /healthz answers 200 to a request as the proxy of `site_address` would pass it on."""
    site = urlsplit(site_address)
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/healthz", headers={"Host": site.netloc, "X-Forwarded-Proto": site.scheme}
    )
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310 - our own address
            return bool(answer.status == 200)  # noqa: PLR2004 - the status itself
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(not is_healthy(8000, os.environ.get("SITE_ADDRESS", "http://localhost:8000")))
