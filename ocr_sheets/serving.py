"""`ocr-sheets serve`: the page on this computer's own address, for nobody but the person who started it.

It listens on 127.0.0.1 only, at a port that is free. What lets the page in is a token that stands after the # of its address, which
browsers send to nobody; the page hands it back in a header of its own. A name that is made to point here is refused by its Host.
What is uploaded stays in memory and is forgotten with the answer.
"""

from __future__ import annotations

import contextlib
import secrets
import socket
import threading
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from ocr_sheets.page.api import answer
from ocr_sheets.page.assemble import served

ADDRESS = "127.0.0.1"
TOKEN_HEADER = "X-Ocr-Sheets"
MOST_BYTES = 201_000_000
"""A workbook as big as the page lets through, with its settings."""

_STALLED = 60  # seconds without a byte after which an upload is given up
_LINGERS = 2  # seconds without a byte after which what is left of a refused upload is not waited for
_PIECE = 65_536
_STOPS = 0.1  # seconds between looks at whether to stop


class Server(ThreadingHTTPServer):
    """Serves the page and answers its parcels, until it is stopped from the page or by `stop`."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__((ADDRESS, 0), _Asked)
        self.token = secrets.token_urlsafe(24)
        self.page, self.policy = served()

    @property
    def host(self) -> str:
        """The address as a browser names it."""
        return f"{ADDRESS}:{self.server_port}"

    @property
    def link(self) -> str:
        """Where the page is, with what lets it in."""
        return f"http://{self.host}/#{self.token}"

    def run(self) -> None:
        """Answer until stopped, then let the port go."""
        with self:
            self.serve_forever(_STOPS)

    def stop(self) -> None:
        """Let `run` end, from whatever thread."""
        threading.Thread(target=self.shutdown).start()

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that went away is nobody's trouble; the page tells of all others."""


class _Refused(Exception):
    """A request that is not answered: its status, and a sentence for the page."""

    def __init__(self, status: HTTPStatus, text: str) -> None:
        super().__init__(text)
        self.status = status


class _Asked(BaseHTTPRequestHandler):
    """One request."""

    server: Server
    server_version = "ocr-sheets"
    sys_version = ""
    protocol_version = "HTTP/1.1"
    timeout = _STALLED

    def do_GET(self) -> None:
        """The page; there is nothing else to get."""
        self._answer(self._page)

    def do_POST(self) -> None:
        """A parcel to answer, or the wish to stop."""
        self._answer(self._posted)

    def _answer(self, make: Callable[[], tuple[str, bytes]]) -> None:
        try:
            self._check_host()
            kind, body = make()
            status = HTTPStatus.OK
        except _Refused as refused:
            self.close_connection = True
            status, kind, body = refused.status, "text/plain; charset=utf-8", str(refused).encode()
        self.send_response(status)
        for name, value in (
            ("Content-Type", kind),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
            ("Content-Security-Policy", self.server.policy),
            ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "no-referrer"),
            ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
            *((("Connection", "close"),) if self.close_connection else ()),
        ):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        if status is not HTTPStatus.OK:
            self._linger()

    def _linger(self) -> None:
        """Let what is still coming run out: were the line cut at once, a browser would never see the answer."""
        with contextlib.suppress(OSError):
            self.connection.settimeout(_LINGERS)
            self.connection.shutdown(socket.SHUT_WR)
            for _ in range(MOST_BYTES // _PIECE):
                if not self.rfile.read1(_PIECE):
                    break

    def _check_host(self) -> None:
        if self.headers.get("Host") != self.server.host:
            raise _Refused(HTTPStatus.FORBIDDEN, f"This address is only for http://{self.server.host}/.")
        if self.headers.get("Origin") not in (None, f"http://{self.server.host}"):
            raise _Refused(HTTPStatus.FORBIDDEN, "Another page may not ask here.")

    def _page(self) -> tuple[str, bytes]:
        if self.path != "/":
            raise _Refused(HTTPStatus.NOT_FOUND, "There is nothing at this address.")
        return "text/html; charset=utf-8", self.server.page

    def _posted(self) -> tuple[str, bytes]:
        if not secrets.compare_digest(self.headers.get(TOKEN_HEADER, "").encode(), self.server.token.encode()):
            raise _Refused(
                HTTPStatus.FORBIDDEN,
                "This page does not belong to the ocr-sheets that runs now: use the page that it opened.",
            )
        match self.path:
            case "/ask":
                return "application/octet-stream", answer(self._body())
            case "/stop":
                self.server.stop()
                self.close_connection = True
                return "text/plain; charset=utf-8", b""
            case _:
                raise _Refused(HTTPStatus.NOT_FOUND, "There is nothing at this address.")

    def _body(self) -> bytes:
        told = self.headers.get("Content-Length", "")
        if not told.isascii() or not told.isdigit():
            raise _Refused(
                HTTPStatus.LENGTH_REQUIRED, "The upload does not say how long it is: choose the workbook once more."
            )
        if int(told) > MOST_BYTES:
            raise _Refused(
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
                "The workbook is bigger than any can usefully be: split it into smaller ones.",
            )
        try:
            body = self.rfile.read(int(told))
        except OSError:
            body = b""
        if len(body) != int(told):
            raise _Refused(HTTPStatus.BAD_REQUEST, "The upload broke off: choose the workbook once more.")
        return body

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is written of what was asked."""
