"""Without a probe there is no file."""

from tests.stacks import make_stack

stack = make_stack()
