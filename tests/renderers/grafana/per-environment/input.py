"""Thresholds, bounds and queries that differ by environment."""

from o11ygen.spec.dashboard import Dashboard, Query, Row, StatPanel, Threshold
from o11ygen.spec.varying import per_env
from tests.dashboards import production, shop

project = shop(
    Dashboard(
        "overview",
        title="Overview",
        rows=(
            Row(
                "Health",
                (
                    StatPanel(
                        "Errors",
                        Query(per_env("errors{$selector}", {"staging": "errors{$selector} * 2"})),
                        max=per_env(1.0, tiers={"staging": 2.5}),
                        thresholds=(Threshold(per_env(0.05, {"staging": 0.2}), "red"),),
                    ),
                ),
            ),
        ),
    ),
    environments=(production(), production().derive("staging", tier="staging", inherit=("addresses",))),
)
environment = "staging"
