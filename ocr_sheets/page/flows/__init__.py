"""What can be asked of the page: a module for each job, imported when it is first asked, so that the page is ready sooner.

Each has ``answer(asked)``, which gives a parcel: under ``verdict``, ``sections`` and ``tables`` what the page shows, and the files to save.
"""

FLOWS = (
    "check", "blank", "cell", "unlock", "plan", "packs", "calendar", "changes", "reconcile", "start", "fill", "read", "visit", "claims", "letters",
    "collect", "overview",
)  # fmt: skip
