"""The put-once store in an S3-compatible bucket, through django-storages. The bucket's object lock keeps it so."""

import hashlib
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import lru_cache
from typing import Any, BinaryIO, cast

from botocore.config import Config
from django.conf import settings
from django.core.files import File
from storages.backends.s3 import S3Storage

from evidence.outside.stored import Stored, check_name
from kernel.clock import now

_HELD = 8 * 2**20
_CHUNK = 2**20


class LockedStorage(S3Storage):
    """Puts under retention where the settings name days; nothing here deletes."""

    def get_object_parameters(self, name: str) -> dict[str, Any]:
        parameters: dict[str, Any] = super().get_object_parameters(name)
        if settings.EVIDENCE_BUCKET_LOCK_DAYS:
            until = now() + timedelta(days=settings.EVIDENCE_BUCKET_LOCK_DAYS)
            parameters |= {"ObjectLockMode": "COMPLIANCE", "ObjectLockRetainUntilDate": until}
            parameters["ChecksumAlgorithm"] = "SHA256"  # a lock is only given to content that names its checksum
        return parameters


class BucketStore:
    """Objects two levels deep by hash, as in the folder."""

    def __init__(self, storage: S3Storage) -> None:
        self.storage = storage

    def put(self, chunks: Iterable[bytes]) -> Stored:
        """Write the content once: hashed on the way into a temporary file, sent only when it is whole."""
        digest, size = hashlib.sha256(), 0
        with tempfile.TemporaryFile(dir=_waiting_room()) as file:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                file.write(chunk)
            file.seek(0)
            name = digest.hexdigest()
            if not self.has(name):  # two at once put the same bytes twice, which changes nothing
                self.storage.save(self.key(name), File(file))
        return Stored(name, size)

    def key(self, sha256: str) -> str:
        """The object's name; anything that is no hash is refused."""
        check_name(sha256)
        return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"

    def open(self, sha256: str, *, start: int = 0) -> BinaryIO:
        """The content from this byte on, as it comes over the line. Raises FileNotFoundError when it is missing."""
        wanted = {"Range": f"bytes={start}-"} if start else {}
        try:
            found = self.storage.bucket.Object(self.key(sha256)).get(**wanted)
        except self.storage.connection.meta.client.exceptions.NoSuchKey as error:
            raise FileNotFoundError(sha256) from error
        return cast("BinaryIO", found["Body"])

    @contextmanager
    def local(self, sha256: str) -> Iterator[BinaryIO]:
        """The content as a temporary file of this machine, for programs that want one."""
        with self.open(sha256) as remote, tempfile.TemporaryFile(dir=_waiting_room()) as file:
            while chunk := remote.read(_CHUNK):
                file.write(chunk)
            file.flush()
            file.seek(0)
            yield cast("BinaryIO", file)

    def has(self, sha256: str) -> bool:
        return bool(self.storage.exists(self.key(sha256)))


def _waiting_room() -> str:
    settings.EVIDENCE_QUARANTINE.mkdir(mode=0o700, parents=True, exist_ok=True)
    return str(settings.EVIDENCE_QUARANTINE)


def bucket() -> BucketStore:
    """The bucket that the settings name."""
    return _bucket(settings.EVIDENCE_BUCKET, settings.EVIDENCE_BUCKET_ENDPOINT, settings.EVIDENCE_BUCKET_REGION)


@lru_cache(maxsize=2)
def _bucket(name: str, endpoint: str, region: str) -> BucketStore:
    # S3-alikes stumble over boto3's newer checksums (jschneier/django-storages#1482)
    config = Config(request_checksum_calculation="when_required", response_checksum_validation="when_required")
    return BucketStore(
        LockedStorage(
            bucket_name=name,
            endpoint_url=endpoint or None,
            region_name=region or None,
            access_key=settings.EVIDENCE_BUCKET_KEY or None,
            secret_key=settings.EVIDENCE_BUCKET_SECRET or None,
            client_config=config,
            default_acl=None,
            file_overwrite=True,  # names are hashes: django-storages must not invent another one
            max_memory_size=_HELD,
            querystring_auth=False,
        )
    )
