"""Systems that share a host can't share the name of a container: each gets its own."""

from tests.stacks import make_environment, make_stack

stack = make_stack(environment=make_environment(addresses={"prometheus": ("ops:9090",), "alertmanager": ("ops:9093",)}))
