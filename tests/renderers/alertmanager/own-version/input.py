"""Only Alertmanager's own version decides what its file may hold: an old Prometheus beside it does not."""

from tests.stacks import make_environment, make_integration, make_receiver, make_stack

stack = make_stack(
    environment=make_environment(versions={"prometheus": "2.42", "alertmanager": "0.28"}),
    receivers=(
        make_receiver(
            "drop",
            make_integration(
                url="https://hooks.example.com/",
                extra={"http_config": {"http_headers": {"X-Team": {"values": ("web",)}}}},
            ),
        ),
    ),
)
