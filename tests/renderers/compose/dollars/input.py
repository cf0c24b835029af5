"""A dollar in a flag or a URL is meant: compose gets two of them."""

from tests.stacks import make_environment, make_stack

stack = make_stack(
    environment=make_environment(
        urls={"prometheus": "https://example.com/$x", "grafana": "https://example.com/$y"},
    )
)
