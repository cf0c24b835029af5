"""Each service has its own pair of files; one without rules has none."""

from tests.stacks import make_alert, make_group, make_recording, make_stack

stack = make_stack(
    services=("shop", "idle", "billing"),
    rule_files="per-service",
    groups=(
        make_group(make_recording(), name="shop.recording"),
        make_group(make_alert()),
        make_group(make_alert("Unpaid", service="billing"), name="billing.alerts", service="billing"),
    ),
)
