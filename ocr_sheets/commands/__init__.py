"""The commands of `ocr-sheets`, a module each: they read options, call one function and set the exit code."""
