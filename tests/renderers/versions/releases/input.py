"""Every release that the environment declares, one on each line."""

from tests.stacks import make_stack

stack = make_stack()
