"""A synthetic project of any size: services with alerts and recording rules, in three environments.

Each service has twenty alerts of six kinds, as services have: two have two levels, five differ by environment, the
others are the same everywhere. `peer.jsonnet` says the same alerts in jsonnet.
"""

from __future__ import annotations

from pathlib import Path

_PYPROJECT = """\
[tool.o11ygen]
project = "specs:project"
"""

_SPECS = '''\
"""Services of 20 alerts and 5 recording rules each."""

from o11ygen import (
    Alert, Counter, Environment, Gauge, Histogram, Label, Level, Notifications, Project, RecordingRule, Retention,
    Routing, ScrapeJob, Secret, Service, Severity, Static, Team, Versions, per_env, slack,
)

SERVICES = 0
ENDPOINTS = ("orders", "payments", "customers", "search", "reports", "sessions")
QUEUES = ("emails", "invoices", "exports", "webhooks")

STATUS = Label("status", cardinality=10)
PATH = Label("path", cardinality=20)
QUEUE = Label("queue", values=QUEUES)

teams = tuple(
    Team(
        f"team-{n}",
        page=per_env(slack(f"#page-{n}"), tiers={"production": slack(f"#page-{n}", pages=True)}),
        notify=slack(f"#notify-{n}"),
    )
    for n in range(min(20, SERVICES))
)


def service(n: int) -> Service:
    name = f"app-{n}"
    requests = Counter(f"app{n}_requests_total", "Requests.", labels=(STATUS, PATH))
    latency = Histogram(f"app{n}_request_duration_seconds", "Latency.", unit="seconds", labels=(PATH,))
    depth = Gauge(f"app{n}_queue_depth", "Waiting messages.", labels=(QUEUE,))
    return Service(
        name,
        team=teams[n % len(teams)],
        jobs=(ScrapeJob(name, discovery=(Static((f"{name}:8080", f"{name}-b:8080")),)),),
        metrics=(requests, latency, depth),
        alerts=(
            high_error_rate(name, requests),
            high_latency(name, latency),
            *(endpoint_errors(name, requests, endpoint) for endpoint in ENDPOINTS),
            *(endpoint_latency(name, latency, endpoint) for endpoint in ENDPOINTS),
            *(queue_backup(name, depth, queue) for queue in QUEUES),
            no_traffic(name, requests),
            instance_down(name),
        ),
        recording_rules=tuple(
            RecordingRule(
                f"path:app{n}_requests:rate{minutes}m",
                expr=f"sum by (path, job) (rate({requests}{{$selector}}[{minutes}m]))",
            )
            for minutes in (5, 15, 30, 60, 120)
        ),
    )


def high_error_rate(name: str, requests: Counter) -> Alert:
    return Alert(
        "HighErrorRate",
        expr=f"""
          sum by (job, path) (rate({requests}{{$selector, status=~"5..", path!="/healthz"}}[5m]))
            / sum by (job, path) (rate({requests}{{$selector, path!="/healthz"}}[5m])) > $threshold
        """,
        levels={
            Severity.WARNING: Level(threshold=per_env(0.05, {"staging": 0.2}, tiers={"development": 0.5}), for_="10m"),
            Severity.CRITICAL: Level(threshold=per_env(0.1, {"staging": 0.4}, tiers={"development": 0.8}), for_="5m"),
        },
        summary=name + ": {{ $labels.path }} fails {{ $value | humanizePercentage }} of its requests",
        description="More than ${threshold:percent} of the requests to {{ $labels.path }} have failed for ${for:duration}.",
        runbook=f"https://runbooks.example.com/{name}/high-error-rate",
    )


def high_latency(name: str, latency: Histogram) -> Alert:
    return Alert(
        "HighLatency",
        expr=f"""
          histogram_quantile(0.99,
            sum by (job, path, le) (rate({latency.bucket}{{$selector, path!="/healthz"}}[5m]))
          ) > $threshold
        """,
        levels={
            Severity.WARNING: Level(threshold=0.5, for_="15m"),
            Severity.CRITICAL: Level(threshold=2, for_="5m"),
        },
        summary=name + ": {{ $labels.path }} takes {{ $value | humanizeDuration }}",
        description="One in a hundred requests to {{ $labels.path }} has taken more than ${threshold:duration} "
        "for ${for:duration}.",
        runbook=f"https://runbooks.example.com/{name}/high-latency",
    )


def endpoint_errors(name: str, requests: Counter, endpoint: str) -> Alert:
    return Alert(
        f"{endpoint.capitalize()}Failing",
        expr=f"""
          sum by (job) (rate({requests}{{$selector, status=~"5..", path="/v1/{endpoint}"}}[5m]))
            / sum by (job) (rate({requests}{{$selector, path="/v1/{endpoint}"}}[5m])) > $threshold
        """,
        severity=Severity.WARNING,
        threshold=0.02,
        for_="10m",
        summary=f"{name}: {endpoint} fails " + "{{ $value | humanizePercentage }} of its requests",
        description=f"More than ${{threshold:percent}} of the requests for {endpoint} have failed for ${{for:duration}}.",
        runbook=f"https://runbooks.example.com/{name}/{endpoint}-failing",
    )


def endpoint_latency(name: str, latency: Histogram, endpoint: str) -> Alert:
    return Alert(
        f"{endpoint.capitalize()}Slow",
        expr=f"""
          histogram_quantile(0.95, sum by (job, le) (rate({latency.bucket}{{$selector, path="/v1/{endpoint}"}}[5m])))
            > $threshold
        """,
        severity=Severity.WARNING,
        threshold=0.8,
        for_="15m",
        summary=f"{name}: {endpoint} takes " + "{{ $value | humanizeDuration }}",
        description=f"One in twenty requests for {endpoint} has taken more than ${{threshold:duration}} "
        "for ${for:duration}.",
        runbook=f"https://runbooks.example.com/{name}/{endpoint}-slow",
    )


def queue_backup(name: str, depth: Gauge, queue: str) -> Alert:
    return Alert(
        f"{queue.capitalize()}QueueBackup",
        expr=f"""
          max by (job) (max_over_time({depth}{{$selector, queue="{queue}"}}[10m])) > $threshold
            and sum by (job) (deriv({depth}{{$selector, queue="{queue}"}}[10m])) > 0
        """,
        severity=Severity.WARNING,
        threshold=per_env(1000, {"staging": 5000}, tiers={"development": 20000}),
        for_="10m",
        summary=f"{name}: " + "{{ $value | humanize }}" + f" {queue} wait and become more",
        description=f"More than ${{threshold:number}} {queue} have waited for ${{for:duration}}, and their number grows.",
        runbook=f"https://runbooks.example.com/{name}/{queue}-backup",
    )


def no_traffic(name: str, requests: Counter) -> Alert:
    return Alert(
        "NoTraffic",
        expr=f"""
          sum by (job) (rate({requests}{{$selector, path!="/healthz"}}[15m])) == 0
            and sum by (job) (rate({requests}{{$selector, path!="/healthz"}}[15m] offset 1d)) > 0
        """,
        severity=Severity.CRITICAL,
        for_="15m",
        summary=f"{name} gets no requests",
        description="There were requests at this time yesterday, and there have been none for ${for:duration}.",
        runbook=f"https://runbooks.example.com/{name}/no-traffic",
    )


def instance_down(name: str) -> Alert:
    return Alert(
        "InstanceDown",
        expr="up{$selector} == 0",
        severity=Severity.CRITICAL,
        for_="5m",
        summary=name + ": {{ $labels.instance }} is down",
        description="{{ $labels.instance }} of job {{ $labels.job }} has not answered a scrape for ${for:duration}.",
        runbook=f"https://runbooks.example.com/{name}/instance-down",
    )


production = Environment(
    "production",
    tier="production",
    versions=Versions(prometheus="3.5", alertmanager="0.28"),
    retention=Retention(metrics="30d"),
    addresses={"alertmanager": "alertmanager:9093"},
    notifications=Notifications(slack_api_url=Secret.file("/run/secrets/slack_api_url")),
)
project = Project(
    "synthetic",
    services=tuple(service(n) for n in range(SERVICES)),
    environments=(
        production,
        production.derive("staging", tier="staging", inherit=("addresses", "notifications")),
        production.derive(
            "development", tier="development", inherit=("addresses", "notifications"), retention=Retention(metrics="2d")
        ),
    ),
    routing=Routing(default=slack("#unrouted")),
    compose=False,
    # What is recorded is only to be rendered.
    checks={"rule/unused": "off"},
)
'''


def write_project(folder: Path, *, services: int) -> Path:
    """Write the project below `folder` and return it."""
    (folder / "specs").mkdir(parents=True, exist_ok=True)
    (folder / "pyproject.toml").write_text(_PYPROJECT, "utf-8")
    (folder / "specs" / "__init__.py").write_text(_SPECS.replace("SERVICES = 0", f"SERVICES = {services}"), "utf-8")
    return folder
