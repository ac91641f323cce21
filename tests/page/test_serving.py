"""`ocr-sheets serve`: who is let in, and what is said to those who are not."""

from __future__ import annotations

import http.client
import socket
import threading
import webbrowser
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from page_browser import EXAMPLE, served
from workbooks import centre

from ocr_sheets import serving
from ocr_sheets.cli import main
from ocr_sheets.page.api import answer
from ocr_sheets.page.protocol import File, Parcel, pack, unpack
from ocr_sheets.serving import TOKEN_HEADER, Server

ASK = pack(Parcel({"do": "check", "as_of": "2027-03-01"}, [File("workbook", "centre.xlsx", centre())]))


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with served() as server:
        yield server


def asked(
    server: Server, method: str, path: str, body: bytes | None = None, **headers: str
) -> tuple[int, bytes, http.client.HTTPMessage]:
    line = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=20)
    line.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
    response = line.getresponse()
    found = response.status, response.read(), response.headers
    line.close()
    return found


def post(server: Server, body: bytes, path: str = "/ask", **headers: str) -> tuple[int, bytes]:
    status, text, _ = asked(server, "POST", path, body, **{TOKEN_HEADER: server.token, **headers})
    return status, text


def test_the_page_is_given_with_its_policy_and_is_not_stored(server: Server) -> None:
    status, body, headers = asked(server, "GET", "/")
    assert status == 200
    assert body == server.page
    assert server.token.encode() not in body
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "connect-src 'self'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "Access-Control-Allow-Origin" not in headers


def test_a_parcel_is_answered_as_it_would_be_inside_the_page(server: Server) -> None:
    status, body = post(server, ASK)
    assert status == 200
    assert body == answer(ASK)
    assert unpack(body).head["view"]["report"]["workbook"] == "centre.xlsx"


def test_it_listens_to_this_computer_only(server: Server) -> None:
    assert server.server_address[0] == "127.0.0.1"


@pytest.mark.parametrize("token", ["", "x", "ŷ"])
def test_who_has_not_the_token_is_refused_in_a_sentence(server: Server, token: str) -> None:
    for path in ("/ask", "/stop"):
        status, body, _ = asked(server, "POST", path, ASK, **{TOKEN_HEADER: token.encode().decode("latin-1")})
        assert status == 403
        assert b"use the page that it opened" in body
    assert asked(server, "GET", "/")[0] == 200


def test_another_name_for_this_computer_is_refused(server: Server) -> None:
    port = server.server_port
    for host in ("evil.example", f"evil.example:{port}", f"localhost:{port}", "127.0.0.1"):
        assert asked(server, "GET", "/", Host=host)[0] == 403
        assert post(server, ASK, Host=host)[0] == 403


def test_another_page_is_refused_even_with_the_token(server: Server) -> None:
    for origin in ("https://evil.example", "null", f"http://localhost:{server.server_port}"):
        assert post(server, ASK, Origin=origin)[0] == 403
    assert post(server, ASK, Origin=f"http://{server.host}")[0] == 200


@pytest.mark.parametrize("path", ["/x", "/ask", "/../etc/passwd", "/?a=b"])
def test_there_is_nothing_else_to_get(server: Server, path: str) -> None:
    assert asked(server, "GET", path)[0] == 404


def test_there_is_nowhere_else_to_post_to(server: Server) -> None:
    assert post(server, ASK, "/")[0] == 404


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "HEAD", "PATCH"])
def test_other_ways_of_asking_are_not_known(server: Server, method: str) -> None:
    assert asked(server, method, "/ask", None, **{TOKEN_HEADER: server.token})[0] == 501


def test_an_upload_that_is_too_big_is_refused_before_it_is_read(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "MOST_BYTES", len(ASK) - 1)
    status, body = post(server, ASK)
    assert status == 413
    assert b"split it into smaller ones" in body


def raw(server: Server, *lines: str, body: bytes = b"") -> bytes:
    with socket.create_connection(("127.0.0.1", server.server_port), timeout=20) as line:
        head = [f"Host: {server.host}", f"{TOKEN_HEADER}: {server.token}", *lines]
        line.sendall("\r\n".join(["POST /ask HTTP/1.1", *head, "", ""]).encode() + body)
        line.shutdown(socket.SHUT_WR)
        found = b""
        while more := line.recv(65536):
            found += more
        return found


@pytest.mark.parametrize("told", [[], ["Content-Length: many"], ["Content-Length: -1"], ["Content-Length: ²"]])
def test_an_upload_that_does_not_say_how_long_it_is_is_refused(server: Server, told: list[str]) -> None:
    assert raw(server, *told, body=ASK).startswith(b"HTTP/1.1 411")


def test_an_upload_that_breaks_off_is_a_sentence(server: Server) -> None:
    found = raw(server, f"Content-Length: {len(ASK)}", body=ASK[:500])
    assert found.startswith(b"HTTP/1.1 400")
    assert b"broke off: choose the workbook once more" in found


def test_an_upload_that_stalls_is_given_up(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving._Asked, "timeout", 0.2)
    with socket.create_connection(("127.0.0.1", server.server_port), timeout=20) as line:
        head = f"POST /ask HTTP/1.1\r\nHost: {server.host}\r\n{TOKEN_HEADER}: {server.token}\r\nContent-Length: 9\r\n\r\nab"
        line.sendall(head.encode())
        assert line.recv(65536).startswith(b"HTTP/1.1 400")


def test_a_parcel_that_is_none_is_a_sentence_and_the_next_is_answered(server: Server) -> None:
    status, body = post(server, b"nonsense")
    assert status == 200
    assert "did not arrive whole" in unpack(body).head["refused"]
    assert post(server, ASK)[0] == 200


def test_nothing_is_written_and_nothing_is_said(
    server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    example = pack(Parcel({"do": "check", "as_of": "2027-02-15"}, [File("workbook", "a.xlsx", EXAMPLE.read_bytes())]))
    assert post(server, example)[0] == 200
    assert list(tmp_path.iterdir()) == []
    assert capfd.readouterr() == ("", "")


def test_the_page_can_stop_it_and_the_port_is_let_go() -> None:
    server = Server()
    thread = threading.Thread(target=server.run)
    thread.start()
    assert post(server, b"", "/stop") == (200, b"")
    thread.join(10)
    assert not thread.is_alive()
    with pytest.raises(ConnectionRefusedError):
        asked(server, "GET", "/")


def test_the_command_opens_the_page_and_ends_with_ctrl_c(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def interrupted(self: Server) -> None:
        self.server_close()
        raise KeyboardInterrupt

    monkeypatch.setattr(webbrowser, "open", opened.append)
    monkeypatch.setattr(Server, "run", interrupted)
    result = CliRunner().invoke(main, ["serve"])
    assert result.exit_code == 0, result.output
    assert result.stdout.endswith("Stopped. Nothing was kept.\n")
    assert opened == [result.stdout.split()[4]]
    result = CliRunner().invoke(main, ["serve", "--no-browser"])
    assert result.exit_code == 0
    assert len(opened) == 1
