"""Just enough of Marionette, the remote control that every Firefox has built in, to use a page: no driver to install."""

from __future__ import annotations

import json
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
_START = 60  # seconds


class Firefox:
    """A running Firefox. ``downloads`` is the folder it saves to without asking."""

    def __init__(self, port: int, downloads: Path) -> None:
        self.downloads = downloads
        self._line = _connected(port)
        self._said = self._line.makefile("rb")
        self._hear()  # who it is
        self._number = 0
        self.command("WebDriver:NewSession", {"capabilities": {"alwaysMatch": {"acceptInsecureCerts": False}}})
        self.command("WebDriver:SetTimeouts", {"script": 120_000, "pageLoad": 120_000})

    def _hear(self) -> Any:
        length = b""
        while not length.endswith(b":"):
            length += self._said.read(1)
        return json.loads(self._said.read(int(length[:-1])))

    def command(self, name: str, parameters: dict[str, Any]) -> Any:
        """Send a command and wait for its value."""
        self._number += 1
        data = json.dumps([0, self._number, name, parameters]).encode()
        self._line.sendall(b"%d:%b" % (len(data), data))
        _, _, error, value = self._hear()
        assert error is None, error
        return value["value"] if isinstance(value, dict) and "value" in value else value

    def open(self, address: str) -> None:
        """Open a page."""
        self.command("WebDriver:Navigate", {"url": address})

    def run(self, script: str) -> Any:
        """The value that a script in the page returns."""
        return self.command("WebDriver:ExecuteScript", {"script": script, "args": []})

    def wait(self, condition: str, seconds: float = 90) -> None:
        """Wait until an expression is true in the page."""
        until = time.monotonic() + seconds
        while not self.run(f"return Boolean({condition})"):
            assert time.monotonic() < until, self.run("return document.body.innerText")
            time.sleep(0.1)

    def _element(self, selector: str) -> str:
        found = self.command("WebDriver:FindElement", {"using": "css selector", "value": selector})
        return str(found[_ELEMENT])

    def type(self, selector: str, text: str) -> None:
        """Type into a field, or choose a file in one."""
        self.command("WebDriver:ElementSendKeys", {"id": self._element(selector), "text": text})

    def press(self, key: str) -> None:
        """Press a key where the focus is."""
        told = {
            "Enter": "\ue007",
            "Tab": "\ue004",
            "ArrowRight": "\ue014",
            "ArrowLeft": "\ue012",
            "PageDown": "\ue00f",
            "Escape": "\ue00c",
        }[key]
        keys = [{"type": kind, "value": told} for kind in ("keyDown", "keyUp")]
        self.command("WebDriver:PerformActions", {"actions": [{"type": "key", "id": "keys", "actions": keys}]})

    def click(self, selector: str) -> None:
        """Click on something."""
        self.command("WebDriver:ElementClick", {"id": self._element(selector)})

    def saved(self, name: str, seconds: float = 30) -> bytes:
        """A file that it saved, once that is whole."""
        until = time.monotonic() + seconds
        path = self.downloads / name
        while not path.exists() or list(self.downloads.glob("*.part")):
            assert time.monotonic() < until, list(self.downloads.iterdir())
            time.sleep(0.1)
        return path.read_bytes()


def _connected(port: int) -> socket.socket:
    until = time.monotonic() + _START
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=150)
        except OSError:
            assert time.monotonic() < until, "Firefox did not start"
            time.sleep(0.2)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@contextmanager
def firefox(program: str) -> Iterator[Firefox]:
    """A Firefox of its own, without a window, that ends with the block."""
    with tempfile.TemporaryDirectory() as folder:
        profile, downloads = Path(folder, "profile"), Path(folder, "downloads")
        profile.mkdir()
        downloads.mkdir()
        port = _free_port()
        choices = {
            "marionette.port": port,
            "browser.download.folderList": 2,
            "browser.download.dir": str(downloads),
            "browser.shell.checkDefaultBrowser": False,
            "datareporting.policy.dataSubmissionEnabled": False,
        }
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in choices.items()]
        (profile / "user.js").write_text("\n".join(lines))
        process = subprocess.Popen(
            [program, "--headless", "--no-remote", "--marionette", "--profile", str(profile)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            controlled = Firefox(port, downloads)
            yield controlled
            controlled._said.close()
            controlled._line.close()
        finally:
            process.terminate()
            process.wait(30)
