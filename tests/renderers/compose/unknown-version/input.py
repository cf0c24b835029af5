"""A declared version that no image exists of stops `generate`, at the versions of the environment."""

from tests.stacks import make_environment, make_stack

stack = make_stack(environment=make_environment(versions={"prometheus": "2.55.7", "grafana": "10.4"}))
