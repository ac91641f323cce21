"""One task for each of many things, spread over this machine's processors by `concurrent.futures`.

A thing whose task kills its process, such as a workbook that exhausts the memory, is named; the others are done all the same.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing.process import BaseProcess
from typing import Generic, NamedTuple, TypeVar

Item = TypeVar("Item")
Made = TypeVar("Made")

AHEAD = 2
"""How many tasks wait for each process, so that none is idle and none of the rest is in memory yet."""


class Ended(NamedTuple, Generic[Item, Made]):
    """How the task of one thing ended: with what it made, or with its process."""

    item: Item
    made: Made | None
    """``None`` where the process ended before the task did."""


def processors() -> int:
    """How many processes can work at once here."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def here(task: Callable[[Item], Made], items: Iterable[Item]) -> Iterator[Ended[Item, Made]]:
    """Do the task for each item in this process, one after the other."""
    return (Ended(item, task(item)) for item in items)


def spread(task: Callable[[Item], Made], items: Iterable[Item], processes: int) -> Iterator[Ended[Item, Made]]:
    """Do the task for each item, in as many processes at once as said. What ends first comes first."""
    waiting = iter(items)
    suspects: list[Item] = []
    while True:
        broken = yield from _until_broken(task, waiting, processes, suspects)
        for item in suspects:
            yield _alone(task, item)
        suspects.clear()
        if not broken:
            return


def _until_broken(
    task: Callable[[Item], Made], waiting: Iterator[Item], processes: int, suspects: list[Item]
) -> Generator[Ended[Item, Made], None, bool]:
    """Do tasks until none is left or a process has died; then ``suspects`` are those that had begun, or may have. Returns whether one has died."""
    running: dict[Future[Made], Item] = {}
    with _pool(processes) as pool:
        while True:
            for item in islice(waiting, processes * AHEAD - len(running)):
                try:
                    running[pool.submit(task, item)] = item
                except BrokenProcessPool:
                    suspects.append(item)
            if not running:
                return bool(suspects)
            ended, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in ended:
                item = running.pop(future)
                if isinstance(future.exception(), BrokenProcessPool):
                    suspects.append(item)
                else:
                    yield Ended(item, future.result())
            if suspects:
                suspects += running.values()
                return True


def _alone(task: Callable[[Item], Made], item: Item) -> Ended[Item, Made]:
    """Do one task in a process of its own, so that nothing else can be what kills it."""
    with _pool(1) as pool:
        try:
            return Ended(item, pool.submit(task, item).result())
        except BrokenProcessPool:
            return Ended(item, None)


def _pool(processes: int) -> ProcessPoolExecutor:
    # The same way on every system: Windows knows no other, and a fork of a process with threads can hang.
    return ProcessPoolExecutor(
        processes, mp_context=multiprocessing.get_context("spawn"), initializer=_end_with_the_first
    )


def _end_with_the_first() -> None:
    """Have this process end when the one that began it does. It waits for its next task at a pipe of which it holds both ends, so that
    without this it would wait for ever for a process that was killed, and hold its terminal and its files.
    """
    first = multiprocessing.parent_process()
    if first is not None:
        threading.Thread(target=_leave_after, args=(first,), daemon=True).start()


def _leave_after(first: BaseProcess) -> None:
    first.join()
    os._exit(1)
