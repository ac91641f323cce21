"""Many workbooks at once: which are meant by the files and folders that were named, and one task for each, spread over processors."""
