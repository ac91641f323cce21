"""Trackers as centres keep them: grids, lists, a sheet a unit, a sheet a learner, turned or not, read by the evidence in their cells."""
