"""A synthetic project of any size: services with alerts and recording rules, in three environments."""

from __future__ import annotations

from pathlib import Path

_PYPROJECT = """\
[tool.o11ygen]
project = "specs:project"
"""

_SPECS = '''\
"""{services} services of {alerts} alerts and {records} recording rules each."""

from o11ygen import (
    Alert, Counter, Environment, Gauge, Histogram, Label, Notifications, Project, RecordingRule, Retention, Routing, ScrapeJob,
    Secret, Service, Severity, Static, Team, Versions, per_env, slack,
)

teams = tuple(
    Team(f"team-{{n}}", page=per_env(slack(f"#page-{{n}}"), tiers={{"production": slack(f"#page-{{n}}", pages=True)}}),
         notify=slack(f"#notify-{{n}}"))
    for n in range(min(20, {services}))
)


def service(n: int) -> Service:
    requests = Counter(f"app{{n}}_requests_total", "Requests.", labels=(Label("status", cardinality=10), Label("path", cardinality=20)))
    latency = Histogram(f"app{{n}}_request_duration_seconds", "Latency.", unit="seconds", labels=(Label("path", cardinality=20),))
    depth = Gauge(f"app{{n}}_queue_depth", "Queue.", labels=(Label("queue", cardinality=5),))
    return Service(
        f"app-{{n}}",
        team=teams[n % len(teams)],
        jobs=(ScrapeJob(f"app-{{n}}", discovery=(Static((f"app-{{n}}:8080", f"app-{{n}}-b:8080")),)),),
        metrics=(requests, latency, depth),
        alerts=tuple(alert(n, k) for k in range({alerts})),
        recording_rules=tuple(
            RecordingRule(f"path:app{{n}}_requests:rate{{5 + k}}m", expr=f"sum by (path, job) (rate(app{{n}}_requests_total{{{{$selector}}}}[{{5 + k}}m]))")
            for k in range({records})
        ),
    )


def alert(n: int, k: int) -> Alert:
    return Alert(
        f"App{{n}}HighErrorRate{{k}}",
        expr=f"""
          sum by (job, path) (rate(app{{n}}_requests_total{{{{$selector, status=~"5..", path!="/p{{k}}"}}}}[5m]))
            / sum by (job, path) (rate(app{{n}}_requests_total{{{{$selector, path!="/p{{k}}"}}}}[5m])) > $threshold
        """,
        severity=Severity.CRITICAL if k % 2 else Severity.WARNING,
        threshold=per_env(0.05 + k / 1000, {{"staging": 0.2}}, tiers={{"development": 0.5}}),
        for_="5m",
        summary=f"Service {{n}}: " + "{{{{ $labels.path }}}} fails {{{{ $value | humanizePercentage }}}} of its requests",
        description="More than ${{threshold:percent}} of the requests to {{{{ $labels.path }}}} have failed for ${{for:duration}}.",
        runbook=f"https://runbooks.example.com/app-{{n}}/error-rate-{{k}}",
    )


production = Environment(
    "production", tier="production", versions=Versions(prometheus="3.5", alertmanager="0.28"),
    retention=Retention(metrics="30d"), addresses={{"alertmanager": "alertmanager:9093"}},
    notifications=Notifications(slack_api_url=Secret.file("/run/secrets/slack_api_url")),
)
project = Project(
    "synthetic",
    services=tuple(service(n) for n in range({services})),
    environments=(
        production,
        production.derive("staging", tier="staging", inherit=("addresses", "notifications")),
        production.derive("development", tier="development", inherit=("addresses", "notifications"), retention=Retention(metrics="2d")),
    ),
    routing=Routing(default=slack("#unrouted")),
    compose=False,
)
'''


def write_project(folder: Path, *, services: int, alerts: int = 20, records: int = 5) -> Path:
    """Write the project below `folder` and return it."""
    (folder / "specs").mkdir(parents=True, exist_ok=True)
    (folder / "pyproject.toml").write_text(_PYPROJECT, "utf-8")
    specs = _SPECS.format(services=services, alerts=alerts, records=records)
    (folder / "specs" / "__init__.py").write_text(specs, "utf-8")
    return folder
