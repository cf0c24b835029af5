"""An environment that probes, but has no blackbox exporter, is refused."""

from tests.stacks import make_environment, make_probe, make_stack

stack = make_stack(environment=make_environment(addresses={}), probes=(make_probe(),))
