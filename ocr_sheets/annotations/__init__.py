"""The columns that are added to the centre's own sheets."""
