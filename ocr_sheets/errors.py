"""What is told to the user when a job cannot be done."""

from __future__ import annotations

from ocr_sheets.patching.errors import Refused


class UserError(Refused):
    """The job cannot be done. The text is one plain sentence for the user: what is wrong, where, and what to do.

    A `Refused` of the patcher is the same for the file itself; whoever tells the user catches that and so has both.
    """
