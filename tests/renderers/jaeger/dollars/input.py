"""A dollar in a setting is no reference: it is doubled for the reader of the file."""

from tests.traces import make_traced

stack = make_traced("badger", tracing={"settings": {"directory": "/data/$volume/"}})
