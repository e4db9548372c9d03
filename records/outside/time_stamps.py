"""RFC 3161 time stamps over seals: asked of a service outside, read and checked here."""

import asyncio
import hashlib
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from asn1crypto.cms import ContentInfo
from asn1crypto.tsp import TSTInfo
from django.conf import settings
from pyhanko.sign.general import extract_signer_info
from pyhanko.sign.timestamps import TimestampRequestError
from pyhanko.sign.validation.generic_cms import validate_sig_integrity

from records.outside.authority import time_stamper


@dataclass(frozen=True, slots=True)
class TimeStamp:
    """The service's answer and the moment that it states."""

    token: bytes
    stamped_at: datetime


def asked(text: bytes) -> TimeStamp | None:
    """A time stamp over the text's SHA-256; None without a service, or when it gives no answer."""
    service = time_stamper(settings.SEAL_TIMESTAMP_URL)
    if service is None:
        return None
    try:
        token = asyncio.run(service.async_timestamp(sha256(text).digest(), "sha256")).dump()
    except (TimestampRequestError, OSError):
        return None
    return TimeStamp(token, _info(token)["gen_time"].native)


def problem_of(token: bytes, text: bytes, stamped_at: datetime) -> str:
    """What is wrong with a token, in a sentence; empty when it is the service's own and about this text."""
    try:
        info, content = _info(token), ContentInfo.load(token, strict=True)["content"]
        signer = extract_signer_info(content)
        certificate = next(one.chosen for one in content["certificates"] if _is_of(signer, one.chosen))
        digest = hashlib.new(
            signer["digest_algorithm"]["algorithm"].native, bytes(content["encap_content_info"]["content"])
        )
        is_intact, is_valid = validate_sig_integrity(
            signer, certificate, expected_content_type="tst_info", actual_digest=digest.digest()
        )
    except Exception as problem:  # a broken token fails in a hundred ways, all mean no
        return f"The time stamp cannot be read: {type(problem).__name__}."
    if not (is_intact and is_valid):
        return "The time stamp's own signature is wrong."
    if info["message_imprint"]["hashed_message"].native != sha256(text).digest():
        return "The time stamp is of another seal."
    return "" if info["gen_time"].native == stamped_at else "The time stamp states another time than is recorded."


def _info(token: bytes) -> TSTInfo:
    parsed: TSTInfo = ContentInfo.load(token)["content"]["encap_content_info"]["content"].parsed
    return parsed


def _is_of(signer: Any, certificate: Any) -> bool:
    named = signer["sid"].chosen
    return bool(named["serial_number"].native == certificate.serial_number)
