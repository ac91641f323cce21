"""Writing files and folders whole or not at all, and where the tool's own files are."""
