"""Posting to an address that a customer chose: signed, never into a private network, never redirected.

Signature and headers: Standard Webhooks (`webhook-id`, `webhook-timestamp`, `webhook-signature`).
The name is resolved once, every address is judged, and the connection goes to the address that was judged:
a name that answers differently the second time (DNS rebinding) gains nothing.
"""

import http.client
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from django.conf import settings
from standardwebhooks.webhooks import Webhook as Signer

SECONDS = 10
Address = IPv4Address | IPv6Address
_TRANSLATION = IPv6Network("64:ff9b::/96")
_LOCAL_TRANSLATION = IPv6Network("64:ff9b:1::/48")
"""RFC 8215: a network's own translator, into whatever that network pleases."""
_COMPATIBLE = IPv6Network("::/96")


class NotAllowedError(Exception):
    """The address may not be posted to, and will not be."""


@dataclass(frozen=True, slots=True)
class Target:
    """An address taken apart: `path` with its query."""

    is_secure: bool
    host: str
    port: int
    path: str


def target_of(url: str) -> Target:
    """Take it apart; NotAllowedError for anything but http(s), for names and passwords in it, for plain http."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise NotAllowedError(f"{url} is no address: {error}.") from error
    if parts.scheme not in ("https", "http") or not parts.hostname:
        raise NotAllowedError("The address must begin with https:// and name a host.")
    if parts.username or parts.password:
        raise NotAllowedError("The address may not hold a name or password; every message is signed.")
    is_secure = parts.scheme == "https"
    if not is_secure and not settings.WEBHOOK_NETWORKS:
        raise NotAllowedError("The address must begin with https://.")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(is_secure, parts.hostname, port or (443 if is_secure else 80), path)


def public_address(host: str, port: int) -> str:
    """The IP address to connect to. NotAllowedError when any of the name's addresses is not a public one."""
    try:
        found = {entry[4][0] for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except OSError as error:
        raise ConnectionError(f"{host} is not known ({error}).") from error
    addresses = sorted(str(address) for address in found)
    for address in addresses:
        if not _is_allowed(ip_address(address)):
            raise NotAllowedError(f"{host} is {address}: that is not a public address.")
    return addresses[0]


def post(*, url: str, secret: str, message_id: str, body: str, at: datetime) -> int:
    """Sign and send the body; the status answered. NotAllowedError, or OSError when nobody answers in time."""
    target = target_of(url)
    address = public_address(target.host, target.port)
    connection = _Pinned(target, address)
    try:
        connection.request("POST", target.path, body.encode(), headers=_headers(secret, message_id, body, at))
        return connection.getresponse().status
    except http.client.HTTPException as error:
        raise ConnectionError(f"{target.host} answered no HTTP ({error!r}).") from error
    finally:
        connection.close()


def _headers(secret: str, message_id: str, body: str, at: datetime) -> dict[str, str]:
    return {
        "Content-Type": "application/json",
        "User-Agent": "Oversight",
        "webhook-id": message_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Signer(secret).sign(message_id, at, body),
    }


def _is_allowed(address: Address) -> bool:
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return _is_public(address) or any(address in ip_network(network) for network in settings.WEBHOOK_NETWORKS)


def _is_public(address: Address) -> bool:
    """Whether it is, and whatever IPv4 address hides in it: a translator on the way would hand on to that one."""
    inner = _embedded(address) if isinstance(address, IPv6Address) else ()
    is_local = isinstance(address, IPv6Address) and address in _LOCAL_TRANSLATION
    return address.is_global and not address.is_multicast and not is_local and all(map(_is_public, inner))


def _embedded(address: IPv6Address) -> Iterator[IPv4Address]:
    if address in _TRANSLATION or address in _COMPATIBLE:
        yield IPv4Address(int(address) & 0xFFFFFFFF)
    if address.sixtofour:
        yield address.sixtofour
    if address.teredo:
        yield from address.teredo


class _Pinned(http.client.HTTPConnection):
    """A connection to the judged address, under the name that it was judged for."""

    def __init__(self, target: Target, address: str) -> None:
        super().__init__(target.host, target.port, timeout=SECONDS)
        self.address, self.is_secure = address, target.is_secure

    def connect(self) -> None:
        self.sock = socket.create_connection((self.address, self.port), SECONDS)
        if self.is_secure:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)
