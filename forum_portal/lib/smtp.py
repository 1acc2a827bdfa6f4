"""Django's SMTP transport, which says when a message is about to reach the server.

Until the DATA command the server has nothing; once it is sent, the message may have arrived
whatever is heard afterwards. Whoever keeps a record writes it down in between.
"""

import smtplib
from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.mail.backends import smtp


class EmailBackend(smtp.EmailBackend):
    """before_data: called before each DATA command; what it raises keeps the message here."""

    before_data: Callable[[], None] | None = None

    @property
    def connection_class(self) -> Any:
        client = _EncryptedClient if self.use_ssl else _Client
        return partial(client, before_data=self._announce)

    def _announce(self) -> None:
        if self.before_data is not None:
            self.before_data()


class _Client(smtplib.SMTP):
    def __init__(self, *args: Any, before_data: Callable[[], None], **options: Any) -> None:
        self._before_data = before_data
        super().__init__(*args, **options)

    def data(self, msg: Any) -> tuple[int, bytes]:
        self._before_data()
        return super().data(msg)


class _EncryptedClient(_Client, smtplib.SMTP_SSL):
    """With TLS from the first byte."""
