"""The same tasks on a Dask cluster of two workers on this computer, of which one is killed; and workbooks at addresses."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from workbooks import saved

from ocr_sheets.cli import main
from ocr_sheets.errors import UserError
from ocr_sheets.many.cluster import spread_on
from ocr_sheets.many.storage import at_hand, mark_at, workbooks_at

# What Dask leaves open when its processes end is its own, and no matter of these tests.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning", "ignore::pytest.PytestUnraisableExceptionWarning")  # fmt: skip


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    import dask
    from distributed import LocalCluster

    # A task that kills a worker is given up at once instead of after three others.
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 0, "distributed.nanny.environ": {"PYTHONPATH": os.pathsep.join(_paths())}}),
        LocalCluster(  # type: ignore[no-untyped-call]
            n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1") as made,
    ):  # fmt: skip
        yield made.scheduler_address


def _paths() -> list[str]:
    here = Path(__file__)
    return [str(here.parents[2]), str(here.parents[1]), str(here.parent)]


def deadly(number: int) -> int:
    if number == 5:
        os._exit(9)
    return 2 * number


def test_a_worker_that_is_killed_is_named_by_its_item_and_the_rest_is_done(cluster: str) -> None:
    ended = list(spread_on(cluster, deadly, range(12)))
    assert sorted(one.item for one in ended) == list(range(12))
    assert {one.item for one in ended if one.made is None} == {5}


def test_the_overview_is_the_same_on_a_cluster_and_on_this_computer(cluster: str, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("north", "south"):
        saved(tmp_path / "in" / f"{name}.xlsx")
    made = []
    for more in ([], ["--cluster", cluster]):
        target = tmp_path / "overview.xlsx"
        command = ["overview", str(tmp_path / "in"), "-o", str(target), "--as-of", "2027-02-01", *more]
        done = CliRunner().invoke(main, command)
        assert done.exit_code == 0, done.output
        made.append(target.read_bytes())
    assert made[0] == made[1]


def test_where_no_cluster_answers_one_sentence_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ocr_sheets.many.cluster.PATIENCE", 1)
    with pytest.raises(UserError, match="No Dask cluster answers"):
        list(spread_on("tcp://127.0.0.1:9", deadly, [1]))


def test_a_workbook_at_an_address_is_fetched_with_what_stands_beside_it(tmp_path: Path) -> None:
    saved(tmp_path / "north.xlsx")
    (tmp_path / "ocr-sheets.toml").write_text("")
    (tmp_path / "north.annotated.xlsx").write_bytes(b"")
    address = f"file://{tmp_path}"
    (found,) = workbooks_at(address)
    with at_hand(found) as path:
        assert path.read_bytes() == (tmp_path / "north.xlsx").read_bytes()
        assert (path.parent / "ocr-sheets.toml").exists()
    assert not path.exists()
    before = mark_at(found)
    saved(tmp_path / "north.xlsx", "Closures\n| First day | Last day |\n| 2027-02-15 | 2027-02-19 |\n")
    assert mark_at(found) != before


def test_an_overview_of_an_address(tmp_path: Path) -> None:
    saved(tmp_path / "north.xlsx")
    done = CliRunner().invoke(
        main, ["overview", f"file://{tmp_path}", "-o", str(tmp_path / "overview.xlsx"), "--as-of", "2027-02-01"]
    )
    assert done.exit_code == 0, done.output
    assert "1 workbook: " in done.output


@pytest.mark.parametrize("address", ["nonsense://there/x.xlsx", "file:///not/there/x.xlsx"])
def test_an_address_that_leads_nowhere_is_told(address: str) -> None:
    with pytest.raises(UserError), at_hand(address):
        pass
