"""A time-stamp authority of the tests' own: in this process, or as a service at an address. Its tokens are real."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, HTTPServer

from asn1crypto.tsp import TimeStampReq
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data
from pyhanko.sign.timestamps import DummyTimeStamper

AT = datetime(2026, 3, 27, 16, 40, 12, tzinfo=UTC)


@cache
def _made() -> tuple[bytes, bytes]:
    """Key and self-issued certificate as PEM."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Time of the test")])
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(AT - timedelta(days=1)).not_valid_after(AT + timedelta(days=3650))
    usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    made = builder.add_extension(usage, critical=True).sign(key, hashes.SHA256())
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private, made.public_bytes(serialization.Encoding.PEM)


def root_pem() -> bytes:
    """What whoever trusts this authority keeps."""
    return _made()[1]


def time_authority(at: datetime | None = AT) -> DummyTimeStamper:
    """The authority, whose clock stands still at `at`, or runs."""
    private, public = _made()
    return DummyTimeStamper(
        tsa_cert=next(iter(load_certs_from_pemder_data(public))),
        tsa_key=load_private_key_from_pemder_data(private, None),
        fixed_dt=at,
    )


@contextmanager
def served(at: datetime | None = AT) -> Iterator[str]:
    """Its address while it answers (RFC 3161 over HTTP)."""

    class Service(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            wanted = TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            answer = asyncio.run(time_authority(at).async_request_tsa_response(wanted)).dump()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
            """Quiet."""

    with HTTPServer(("127.0.0.1", 0), Service) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()
