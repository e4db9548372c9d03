"""The store in a bucket: the same promises as the folder's, kept by a server that locks its objects."""

import hashlib
import io
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from typing import Any

import boto3
import pytest
from django.core.management import CommandError, call_command
from moto.server import ThreadedMotoServer

from evidence.outside.bucket import BucketStore
from evidence.outside.store import store
from kernel.clock import now

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    running = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    yield f"http://{host}:{port}"
    running.stop()


@pytest.fixture
def client(server: str, settings: Any, tmp_path: Any) -> Any:
    settings.EVIDENCE_QUARANTINE = tmp_path / "quarantine"
    settings.EVIDENCE_BUCKET_ENDPOINT, settings.EVIDENCE_BUCKET_REGION = server, "us-east-1"
    settings.EVIDENCE_BUCKET_KEY, settings.EVIDENCE_BUCKET_SECRET = "key", "secret"
    return boto3.client(
        "s3", endpoint_url=server, region_name="us-east-1", aws_access_key_id="key", aws_secret_access_key="secret"
    )


def named(client: Any, settings: Any, name: str, *, locked: bool) -> BucketStore:
    client.create_bucket(Bucket=name, ObjectLockEnabledForBucket=locked)
    settings.EVIDENCE_BUCKET, settings.EVIDENCE_BUCKET_LOCK_DAYS = name, 30 if locked else 0
    found = store()
    assert isinstance(found, BucketStore)
    return found


def versions(client: Any, name: str) -> list[str]:
    return [version["Key"] for version in client.list_object_versions(Bucket=name).get("Versions", [])]


def test_content_comes_back_unchanged_and_is_kept_once(client: Any, settings: Any) -> None:
    kept = named(client, settings, "once", locked=False)
    content = bytes(range(256)) * 40_000  # more than one part of an S3 upload
    digest = hashlib.sha256(content).hexdigest()
    assert kept.put([content[:1000], content[1000:]]).sha256 == digest
    assert kept.put(iter([content])).size == len(content)
    with closing(kept.open(digest)) as file:
        assert file.read() == content
    with closing(kept.open(digest, start=9_999_000)) as file:
        assert file.read(400) == content[9_999_000:9_999_400]
    with kept.local(digest) as local:
        assert local.fileno() > 0
        assert local.read() == content
    assert versions(client, "once") == [f"{digest[:2]}/{digest[2:4]}/{digest}"]


def test_a_broken_upload_leaves_nothing(client: Any, settings: Any) -> None:
    def broken() -> Iterator[bytes]:
        yield b"half of it"
        raise ConnectionResetError

    kept = named(client, settings, "broken", locked=False)
    with pytest.raises(ConnectionResetError):
        kept.put(broken())
    assert versions(client, "broken") == []


def test_what_is_missing_is_said_to_be_missing(client: Any, settings: Any) -> None:
    kept = named(client, settings, "missing", locked=False)
    with pytest.raises(FileNotFoundError):
        kept.open("0" * 64).read()
    with pytest.raises(ValueError, match="not a SHA-256"):
        kept.open("../../etc/passwd")


def test_objects_are_put_under_retention(client: Any, settings: Any) -> None:
    kept = named(client, settings, "locked", locked=True)
    key = kept.key(kept.put([b"evidence"]).sha256)
    put = client.head_object(Bucket="locked", Key=key)
    assert put["ObjectLockMode"] == "COMPLIANCE"
    assert abs(put["ObjectLockRetainUntilDate"] - now() - timedelta(days=30)) < timedelta(minutes=5)


def test_the_probe_names_every_way_that_works(client: Any, settings: Any) -> None:
    """This server keeps locked objects, but lets their retention be shortened, as no real one may."""
    named(client, settings, "probe-weak", locked=True)
    said = io.StringIO()
    with pytest.raises(CommandError, match=r"of probe-weak does not hold: shorten the retention succeeded\."):
        call_command("probe_object_lock", stdout=said)
    assert said.getvalue().splitlines() == ["overwrite: refused or kept beside the first", "delete: refused"]


def test_the_probe_fails_where_nothing_is_locked(client: Any, settings: Any) -> None:
    named(client, settings, "probe-bad", locked=False)
    with pytest.raises(CommandError, match="of probe-bad does not hold: overwrite"):
        call_command("probe_object_lock", stdout=io.StringIO())


def test_the_probe_needs_a_bucket(settings: Any) -> None:
    settings.EVIDENCE_BUCKET = ""
    with pytest.raises(CommandError, match="EVIDENCE_BUCKET is not set"):
        call_command("probe_object_lock")
