"""What Prometheus 2.30 does not know of alerts and groups; an unknown further field."""

from tests.stacks import make_alert, make_environment, make_group, make_stack

stack = make_stack(
    environment=make_environment(versions={"prometheus": "2.30"}),
    groups=(
        make_group(make_alert(keep_firing_ms=60_000), limit=10, query_offset_ms=60_000),
        make_group(make_alert("Odd", extra={"severity": "page"}), name="shop.odd"),
    ),
)
