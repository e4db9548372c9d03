"""Where a webhook may go: never into a private network, never unencrypted, never where a redirect says."""

from datetime import datetime
from typing import Any

import pytest
from django.utils import timezone
from standardwebhooks.webhooks import Webhook as Judge

from clocks.outside import webhook_post
from clocks.outside.webhook_post import NotAllowedError, Target, public_address, target_of
from tests.clocks.receiver import receiver

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
BODY = '{"type":"ping","data":{"lot":"M–1"}}'


def _now() -> datetime:
    return timezone.now()


def test_the_message_is_signed_as_receivers_libraries_expect(settings: Any) -> None:
    settings.WEBHOOK_NETWORKS = ["127.0.0.0/8"]
    with receiver() as program:
        status = webhook_post.post(url=program.url, secret=SECRET, message_id="m-1", body=BODY, at=_now())
    [(headers, body)] = program.heard
    assert (status, body, headers["webhook-id"]) == (204, BODY, "m-1")
    assert Judge(SECRET).verify(body, headers) == {"type": "ping", "data": {"lot": "M–1"}}
    with pytest.raises(Exception, match="No matching signature"):
        Judge(SECRET).verify(body.replace("ping", "pong"), headers)


def test_a_redirect_is_not_followed(settings: Any) -> None:
    settings.WEBHOOK_NETWORKS = ["127.0.0.0/8"]
    with receiver() as program:
        program.status = 307
        assert webhook_post.post(url=program.url, secret=SECRET, message_id="m-1", body=BODY, at=_now()) == 307
    assert len(program.heard) == 1


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "10.1.2.3", "192.168.0.9", "172.16.0.1", "169.254.169.254", "0.0.0.0", "100.64.0.1",  # noqa: S104 - refused
     "::1", "fe80::1", "fd00::1", "::ffff:127.0.0.1", "224.0.0.1", "2130706433", "0x7f.1",
     "64:ff9b::10.0.0.1", "64:ff9b:1::8.8.8.8", "2002:a00:1::1", "2002:7f00:1::", "::10.0.0.1",
     "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:0:808:808:0:0:f5ff:fffe"],
)  # fmt: skip
def test_private_addresses_are_refused(host: str) -> None:
    with pytest.raises(NotAllowedError, match="not a public address"):
        public_address(host, 443)


@pytest.mark.parametrize(("host", "address"), [
    ("8.8.8.8", "8.8.8.8"), ("2606:4700::1111", "2606:4700::1111"), ("64:ff9b::8.8.8.8", "64:ff9b::808:808"),
    ("2002:808:808::1", "2002:808:808::1"), ("::8.8.8.8", "::8.8.8.8"),
])  # fmt: skip
def test_public_addresses_are_taken_as_they_are(host: str, address: str) -> None:
    assert public_address(host, 443) == address


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("http://example.com/", "must begin with https://"),
        ("ftp://example.com/", "must begin with https:// and name a host"),
        ("https:///path", "name a host"),
        ("https://user:word@example.com/", "may not hold a name or password"),
        ("https://example.com:99999/", "is no address"),
        ("javascript:alert(1)", "name a host"),
    ],
)
def test_an_address_is_https_and_names_a_host(url: str, sentence: str) -> None:
    with pytest.raises(NotAllowedError, match=sentence):
        target_of(url)


def test_an_address_is_taken_apart() -> None:
    assert target_of("https://hooks.example.com") == Target(True, "hooks.example.com", 443, "/")
    assert target_of("https://hooks.example.com:8443/a?b=c") == Target(True, "hooks.example.com", 8443, "/a?b=c")


def test_plain_http_is_for_a_receiver_on_this_machine(settings: Any) -> None:
    settings.WEBHOOK_NETWORKS = ["127.0.0.0/8"]
    assert target_of("http://127.0.0.1/x") == Target(False, "127.0.0.1", 80, "/x")


def test_an_unknown_name_is_tried_again_later() -> None:
    with pytest.raises(ConnectionError, match="is not known"):
        public_address("no-such-host.invalid", 443)


def test_what_speaks_no_http_and_what_does_not_answer(settings: Any, unused_tcp_port_of_ours: int) -> None:
    settings.WEBHOOK_NETWORKS = ["127.0.0.0/8"]
    with pytest.raises(ConnectionRefusedError):
        webhook_post.post(
            url=f"http://127.0.0.1:{unused_tcp_port_of_ours}/", secret=SECRET, message_id="m", body=BODY, at=_now()
        )


@pytest.fixture
def unused_tcp_port_of_ours() -> int:
    with receiver() as gone:
        return int(gone.url.split(":")[2].split("/")[0])
