"""Tasks spread over processes: each ends once, and what kills its process is named."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ocr_sheets.many.running import processors, spread


def doubled(number: int) -> int:
    return 2 * number


def deadly(number: int) -> int:
    time.sleep(0.02)
    if number in (3, 11):
        os._exit(9)
    return 2 * number


def refusing(number: int) -> int:
    raise ValueError(f"{number} is no number for this")


def waiting(begun: str) -> None:
    Path(begun).write_text("begun")
    time.sleep(3_600)


def test_each_item_is_done_once() -> None:
    ended = list(spread(doubled, range(20), 2))
    assert sorted((one.item, one.made) for one in ended) == [(number, 2 * number) for number in range(20)]


def test_what_kills_its_process_is_named_and_the_rest_is_done() -> None:
    ended = list(spread(deadly, range(14), 2))
    assert sorted(one.item for one in ended) == list(range(14))
    assert {one.item for one in ended if one.made is None} == {3, 11}


def test_nothing_to_do_is_done_at_once() -> None:
    assert list(spread(doubled, [], 2)) == []


def test_a_task_that_raises_is_no_dead_process() -> None:
    with pytest.raises(ValueError, match="no number for this"):
        list(spread(refusing, [7], 1))


@pytest.mark.skipif(os.name != "posix", reason="there is no SIGKILL here")
def test_who_works_for_a_process_that_is_killed_ends_too(tmp_path: Path) -> None:
    begun = tmp_path / "begun"
    first = subprocess.Popen(
        [sys.executable, "-c", f"from test_running import waiting, spread; list(spread(waiting, [{str(begun)!r}], 1))"],
        cwd=Path(__file__).parent,
        stdout=subprocess.PIPE,
    )
    while not begun.exists():
        time.sleep(0.02)
    first.kill()
    out, _ = first.communicate(timeout=20)  # the end of what is printed comes only when nobody holds it any more
    assert out == b""


def test_there_is_at_least_one_processor() -> None:
    assert processors() >= 1
