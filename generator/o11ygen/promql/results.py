"""Results that neither a rule nor a panel takes: what people call each, and what to write instead, by its type."""

from __future__ import annotations

UNUSABLE = {
    "matrix": ("a range vector", "Wrap the range in a function such as `rate` or `max_over_time`."),
    "string": ("a string", "Take the quotes off, if they stand around a query; else write a condition."),
}
