"""Lengths of time in seconds, the unit of every threshold on a timestamp."""

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR
