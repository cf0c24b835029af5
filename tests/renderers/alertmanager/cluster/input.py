"""Several instances are each other's peers; the external URL follows the environment."""

from tests.stacks import make_environment, make_stack

stack = make_stack(
    environment=make_environment(
        addresses={"alertmanager": ("alertmanager-0:9093", "alertmanager-1:9093")},
        urls={"alertmanager": "https://alertmanager.example.com/"},
    )
)
