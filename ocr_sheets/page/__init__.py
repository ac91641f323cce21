"""The page: the same checks for those who have no Python, in one file that opens in a browser, or handed out by `ocr-sheets serve`."""
