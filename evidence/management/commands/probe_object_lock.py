"""`manage.py probe_object_lock`: writes an object under retention and fails when it can be undone."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from botocore.exceptions import ClientError
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from evidence.outside.bucket import bucket
from kernel.clock import now

_CONTENT = b"Oversight probes whether this object can be undone."
_MINUTES = 10
"""How long the probe's own object stays locked."""


class Command(BaseCommand):
    help = "Try to overwrite, delete and unlock an object of the evidence bucket; fails when that succeeds."

    def handle(self, *_: Any, **__: Any) -> None:
        """Each attempt by itself, so that the operator hears of all that work."""
        if not settings.EVIDENCE_BUCKET:
            raise CommandError("EVIDENCE_BUCKET is not set: the folder of EVIDENCE_STORE has no object lock.")
        probe = _Probe(bucket().storage.connection.meta.client, settings.EVIDENCE_BUCKET)
        working = []
        for name, attempt, said in (
            ("overwrite", probe.overwrites, "refused or kept beside the first"),
            ("shorten the retention", probe.shortens, "refused"),
            ("delete", probe.deletes, "refused"),
        ):
            if attempt():
                working.append(name)
            else:
                self.stdout.write(f"{name}: {said}")
        if working:
            raise CommandError(f"The object lock of {probe.bucket} does not hold: {', '.join(working)} succeeded.")
        self.stdout.write(f"The object lock of {probe.bucket} holds.")


class _Probe:
    """One object, locked for a few minutes, and what can be done to it."""

    def __init__(self, client: Any, bucket_name: str) -> None:
        self.client, self.bucket = client, bucket_name
        self.key = f"probe/{uuid.uuid4().hex}"
        self.version = self._written()

    def _written(self) -> str:
        given: dict[str, Any] = {"Bucket": self.bucket, "Key": self.key, "Body": _CONTENT}
        until = now() + timedelta(minutes=_MINUTES)
        try:
            lock = {"ObjectLockMode": "COMPLIANCE", "ObjectLockRetainUntilDate": until}
            answer = self.client.put_object(**given, **lock)
        except ClientError:
            answer = self.client.put_object(**given)  # no lock here: the attempts below will tell
        return str(answer.get("VersionId", ""))

    def overwrites(self) -> bool:
        """Whether the first content is gone after a second was written."""
        _succeeds(lambda: self.client.put_object(Bucket=self.bucket, Key=self.key, Body=b"other"))
        return not self._stands()

    def deletes(self) -> bool:
        _succeeds(lambda: self.client.delete_object(Bucket=self.bucket, Key=self.key, **self._exactly()))
        return not self._stands()

    def shortens(self) -> bool:
        sooner = {"Mode": "COMPLIANCE", "RetainUntilDate": now() + timedelta(minutes=1)}
        given = {"Bucket": self.bucket, "Key": self.key, "Retention": sooner, **self._exactly()}
        looser = given | {"Retention": {"Mode": "GOVERNANCE", "RetainUntilDate": sooner["RetainUntilDate"]}}
        attempts = (given, looser | {"BypassGovernanceRetention": True})
        return any(_succeeds(partial(self.client.put_object_retention, **words)) for words in attempts)

    def _exactly(self) -> dict[str, str]:
        return {"VersionId": self.version} if self.version else {}

    def _stands(self) -> bool:
        try:
            answer = self.client.get_object(Bucket=self.bucket, Key=self.key, **self._exactly())
        except ClientError:
            return False
        return bool(answer["Body"].read() == _CONTENT)


def _succeeds(attempt: Callable[[], Any]) -> bool:
    try:
        attempt()
    except ClientError:
        return False
    return True
