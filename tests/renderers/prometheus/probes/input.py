"""Probes become jobs that ask the blackbox exporter; a slow probe gets a longer scrape timeout."""

from tests.stacks import make_probe, make_stack

stack = make_stack(
    probes=(
        make_probe("front-page", labels={"dependency": "front"}),
        make_probe("slow", targets=("https://slow.example.com/", "https://slow.example.org/"), timeout_ms=15_000),
        make_probe("quick", kind="tcp", targets=("db:5432",), interval_ms=5_000, timeout_ms=4_000),
    )
)
