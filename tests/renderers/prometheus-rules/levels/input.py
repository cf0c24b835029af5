"""An alert with levels is one rule for each, named by its severity."""

from tests.stacks import make_alert, make_group, make_stack

stack = make_stack(
    groups=(
        make_group(
            make_alert(expr="error_ratio > 0.1", severity="critical", leveled=True, for_ms=60_000),
            make_alert(expr="error_ratio > 0.05", severity="warning", leveled=True),
        ),
    )
)
