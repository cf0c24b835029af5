"""Memory keeps a number of traces: a promised time is refused, not forgotten."""

from tests.traces import make_traced

stack = make_traced("memory", days=7)
