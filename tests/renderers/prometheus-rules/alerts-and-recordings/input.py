"""Alerts in one file, recording rules in another; a mixed group stays whole, among the alerts."""

from tests.stacks import make_alert, make_group, make_recording, make_stack

stack = make_stack(
    groups=(
        make_group(
            make_recording(expr="sum by (job) (\n  rate(http_requests_total[5m])\n)", description="Load by job."),
            make_recording("instance:up:max", labels={"tier": "web"}),
            name="shop.recording",
        ),
        make_group(
            make_alert("Down", severity="critical", for_ms=60_000, keep_firing_ms=300_000),
            make_alert("Watchdog", expr="vector(1)", for_ms=0, severity="info", annotations={}),
        ),
        make_group(
            make_recording("job:errors:ratio", expr="job:errors:rate5m / job:requests:rate5m"),
            make_alert("Errors", expr="job:errors:ratio > 0.1"),
            name="shop.errors",
            interval_ms=30_000,
            limit=100,
            query_offset_ms=60_000,
        ),
    )
)
