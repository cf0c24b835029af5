"""A stack without probes, tracing, dashboards or secrets of its own."""

from tests.stacks import make_stack

stack = make_stack()
