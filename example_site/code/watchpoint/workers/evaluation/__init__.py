"""Decides, for each WatchPoint, whether a new forecast is news."""
