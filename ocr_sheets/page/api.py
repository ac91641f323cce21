"""What stands behind the page, in the browser's Python as on the computer's own: a parcel asks, a parcel answers.

Nothing is read from disk or written to it, and whatever goes wrong is answered with a sentence.
"""

from __future__ import annotations

import traceback
from importlib import import_module
from pathlib import Path

from ocr_sheets.page.asked import Asked, Tell
from ocr_sheets.page.flows import FLOWS
from ocr_sheets.page.protocol import Broken, Parcel, pack, unpack
from ocr_sheets.page.words import here
from ocr_sheets.patching import Locked, Refused


def answer(data: bytes, tell: Tell = lambda _: None) -> bytes:
    """The answer to what a parcel asks. Its head has ``refused``, a sentence for the user, where the job cannot be done, with
    ``locked`` naming the file that must first be opened with its password, or ``mistake`` where we broke down; the text under ``trace`` then says where, and has nothing of the workbook's in it.
    """
    try:
        return pack(_answer(Asked(unpack(data), tell)))
    except Broken as broken:
        return pack(
            Parcel({"refused": f"What was sent did not arrive whole ({broken}): choose the workbook once more."})
        )
    except Locked as locked:
        return pack(Parcel({"refused": str(locked), "locked": locked.label}))
    except Refused as refused:
        return pack(Parcel({"refused": here(str(refused))}))
    except MemoryError:
        return pack(
            Parcel({"refused": "The workbook needs more memory than there is: close other programs, or split it."})
        )
    except Exception as error:  # whatever it is, the page must say so and go on
        return pack(Parcel({"mistake": type(error).__name__, "trace": _where(error)}))


def _answer(asked: Asked) -> Parcel:
    flow = asked.head.get("do")
    if flow not in FLOWS:
        raise Broken("it asks for nothing that is known")
    answered: Parcel = import_module(f"ocr_sheets.page.flows.{flow}").answer(asked)
    return Parcel(here(answered.head), answered.files)


def _where(error: Exception) -> str:
    """The lines of our code that an error came through; not its message, which may quote the workbook."""
    frames = traceback.extract_tb(error.__traceback__)
    return "\n".join(f"{Path(frame.filename).name}, line {frame.lineno}, {frame.name}" for frame in frames)
