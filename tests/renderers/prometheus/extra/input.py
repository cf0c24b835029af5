"""Further sections and fields: mappings merge, lists are appended, also beside what is rendered anyway."""

from o11ygen.resolved import Retention
from tests.stacks import DAY, make_environment, make_job, make_server, make_stack, secret

stack = make_stack(
    environment=make_environment(versions={"prometheus": "3.11"}, retention=Retention(30 * DAY, 0, 0, 0)),
    jobs=(
        make_job(extra={"scrape_protocols": ("OpenMetricsText1.0.0",), "http_headers": {"X-Shop": {"values": ("1",)}}}),
    ),
    prometheus=make_server(
        extra={
            "global": {"keep_dropped_targets": 100},
            "scrape_configs": ({"job_name": "legacy", "file_sd_configs": ({"files": ("legacy/*.json",)},)},),
            "storage": {"tsdb": {"out_of_order_time_window": "30m"}},
            "remote_read": (
                {
                    "url": "https://archive.example.com/read",
                    "basic_auth": {"username": "reader", "password": secret("/run/secrets/reader")},
                },
            ),
        }
    ),
)
