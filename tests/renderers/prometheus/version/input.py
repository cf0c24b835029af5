"""Fields that the declared version lacks are told with the first version that has them."""

from tests.stacks import make_endpoint, make_environment, make_job, make_server, make_stack

stack = make_stack(
    environment=make_environment(versions={"prometheus": "2.42"}),
    jobs=(make_job(extra={"scrape_native_histograms": True}), make_job("second", limits={"sample_limit": 5})),
    prometheus=make_server(
        query_offset_ms=60_000,
        limits={"sample_limit": 5},
        alertmanagers=(make_endpoint(alert_relabel=({"action": "labeldrop", "regex": "replica"},)),),
    ),
)
