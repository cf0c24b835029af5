"""A project that runs its containers in another way gets no file."""

from tests.stacks import make_stack

stack = make_stack(compose=False)
