"""Without compose nobody runs the index cleaner, so the file says what to run."""

from tests.traces import make_traced

stack = make_traced("opensearch", days=2, compose=False)
