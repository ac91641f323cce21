"""Runs the command line as ``python -m ocr_sheets``."""

from ocr_sheets.cli import main

if __name__ == "__main__":
    main(prog_name="ocr-sheets")
