"""The deadlines and visits of a workbook as a calendar file: `events` decides and words them, `ics` writes and reads the format."""
