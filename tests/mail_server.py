"""A mail server on this computer for tests: it answers as a test wants it to, and keeps what it got."""

from __future__ import annotations

import contextlib
import socket
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword

USER, PASSWORD = "exams@example.org", "right-one"


@dataclass
class Post:
    """What the server does: answers by step, and what it got."""

    got: list[Envelope] = field(default_factory=list)
    answers: dict[str, Callable[[str], str]] = field(default_factory=dict)
    """By step: mail, rcpt or data, what is said to an address."""
    drop: str = ""
    drop_at: str = ""
    sign_in: str = ""

    def _answer(self, step: str, to: str, otherwise: str, server: Any) -> str:
        if self.drop == step and self.drop_at in to:
            server.transport.abort()
        return self.answers[step](to) if step in self.answers else otherwise

    async def handle_MAIL(self, server: Any, session: Any, envelope: Envelope, address: str, options: list[str]) -> str:
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return self._answer("mail", address, "250 OK", server)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Envelope, address: str, options: list[str]) -> str:
        said = self._answer("rcpt", address, "250 OK", server)
        if said.startswith("250"):
            envelope.rcpt_tos.append(address)
        return said

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:
        said = self._answer("data", envelope.rcpt_tos[0], "250 OK", server)
        is_lost = self.drop == "data" and self.drop_at in envelope.rcpt_tos[0]
        if said.startswith("250") and not is_lost:
            self.got.append(envelope)
        return said

    def authenticate(self, server: Any, session: Any, envelope: Envelope, mechanism: str, data: object) -> AuthResult:
        assert isinstance(data, LoginPassword)
        right = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        if right and not self.sign_in:
            return AuthResult(success=True)
        return AuthResult(success=False, handled=False, message=self.sign_in or None)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def serving(post: Post, authority: trustme.CA, name: str = "localhost", **how: Any) -> Iterator[int]:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(name).configure_cert(context)
    options: dict[str, Any] = {
        "tls_context": context, "require_starttls": True, "auth_required": True, "authenticator": post.authenticate,
    }  # fmt: skip
    if how.pop("implicit", False):
        options = {"ssl_context": context, "auth_require_tls": False, "authenticator": post.authenticate}
    controller = Controller(post, hostname="127.0.0.1", port=free_port(), **{**options, **how})
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()
