"""A week of traces on the local disk: Badger itself keeps the time, in hours, since Go knows no days."""

from tests.traces import make_traced

stack = make_traced("badger", days=7)
