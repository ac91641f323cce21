"""Runs the command line as ``python -m ocr_sheets``."""

from ocr_sheets.cli import run

if __name__ == "__main__":
    run()
