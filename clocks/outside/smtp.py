"""The mail server's word on each message: what it answered when it took it, proof that we handed it over."""

import smtplib
from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.mail.backends import smtp

Note = Callable[[str], None]


class _Noting:
    """Tells what the server said after the last line of a message; smtplib itself keeps only refusals."""

    def __init__(self, *args: Any, note: Note, **options: Any) -> None:
        self._note = note
        super().__init__(*args, **options)

    def data(self, msg: Any) -> tuple[int, bytes]:
        code, words = super().data(msg)  # type: ignore[misc]  # of the class that this is mixed into
        self._note(f"{code} {words.decode(errors='replace')}")
        return code, words


class _Plain(_Noting, smtplib.SMTP): ...


class _Secure(_Noting, smtplib.SMTP_SSL): ...


class NotingBackend(smtp.EmailBackend):
    """Django's SMTP back-end that remembers `reply`, the server's answer to the last message."""

    reply = ""

    @property
    def connection_class(self) -> Any:
        return partial(_Secure if self.use_ssl else _Plain, note=self._remember)

    def _remember(self, reply: str) -> None:
        self.reply = reply
