"""The same task for each of many things on a Dask cluster that is running already, whose workers read from storage that all share.

`distributed` is an extra: `pip install "ocr-sheets[cluster]"`. Workers need ocr-sheets installed too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from ocr_sheets.errors import UserError
from ocr_sheets.many.running import AHEAD, Ended, Item, Made

PATIENCE = 10
"""Seconds to wait for a cluster to answer."""


def spread_on(address: str, task: Callable[[Item], Made], items: Iterable[Item]) -> Iterator[Ended[Item, Made]]:
    """Do the task for each item on the cluster at an address, such as tcp://10.0.0.5:8786. What ends first comes first.

    An item whose task kills one worker after the other is named, as in `running.spread`. Raises `UserError` where there is no cluster
    or `distributed` is not installed.
    """
    distributed = _distributed()
    try:
        client = distributed.Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise UserError(
            f"No Dask cluster answers at {address}: check the address and that its scheduler runs."
        ) from error
    with client:
        yield from _ended(distributed, client, task, iter(items))


def _ended(
    distributed: Any, client: Any, task: Callable[[Item], Made], waiting: Iterator[Item]
) -> Iterator[Ended[Item, Made]]:
    """Do the tasks, some ahead for each worker; afterwards those whose worker died, one alone at a time, so that the guilty are known."""
    running: dict[str, Item] = {}
    suspects: list[Item] = []
    done = distributed.as_completed(loop=client.loop)

    def submit(count: int) -> None:
        for item in islice(waiting, count):
            future = client.submit(task, item, pure=False)
            running[future.key] = item
            done.add(future)

    submit(max(1, sum(client.nthreads().values())) * AHEAD)
    while running:
        future = next(done)
        item = running.pop(future.key)
        submit(1)
        if isinstance(future.exception(), distributed.KilledWorker):
            suspects.append(item)
        else:
            yield Ended(item, future.result())
    for item in suspects:
        future = client.submit(task, item, pure=False)
        is_guilty = isinstance(future.exception(), distributed.KilledWorker)
        yield Ended(item, None if is_guilty else future.result())


def _distributed() -> Any:
    try:
        import distributed
    except ImportError as error:
        raise UserError("--cluster needs Dask: install it with pip install distributed.") from error
    return distributed
