"""What one dashboard of twelve panels costs: built, finished for Grafana, judged and dumped, in CPU milliseconds."""

from __future__ import annotations

import gc
import sys
import time
from pathlib import Path

from o11ygen.loader import find_project, load
from o11ygen.prove import prove_artifact
from o11ygen.renderer import renderers
from o11ygen.resolve import index, resolve
from o11ygen.resolved import Stack

_PYPROJECT = '[tool.o11ygen]\nproject = "specs:project"\n'
_SPECS = '''\
"""{dashboards} dashboards of twelve panels."""

from o11ygen import (
    BarGaugePanel, Counter, Dashboard, Environment, Gauge, GaugePanel, HeatmapPanel, Histogram, Label, Project, Query,
    Retention, Routing, Row, ScrapeJob, Service, StatPanel, Static, TablePanel, Team, TextPanel, Threshold,
    TimeSeriesPanel, Versions, slack,
)

PATH = Label("path", cardinality=20)
requests = Counter("app_requests_total", "Requests.", labels=(PATH, Label("status", cardinality=10)))
latency = Histogram("app_duration_seconds", "Latency.", unit="seconds", labels=(PATH,), buckets=(0.1, 0.5, 1, 5))
depth = Gauge("app_queue_depth", "Queue.", labels=(Label("queue", cardinality=5),))

rate = Query("sum by (path) (rate(app_requests_total{{$selector}}[$__rate_interval]))", legend="{{{{path}}}}")
p95 = "histogram_quantile(0.95, sum by (le) (rate(app_duration_seconds_bucket{{$selector}}[$__rate_interval])))"
buckets = "sum by (le) (rate(app_duration_seconds_bucket{{$selector}}[$__rate_interval]))"
limits = (Threshold(0.5, "orange"), Threshold(1, "red"))


def dashboard(n: int) -> Dashboard:
    return Dashboard(
        f"overview-{{n}}",
        title=f"Overview {{n}}",
        rows=(
            Row("Requests", (
                StatPanel("Rate", "sum(rate(app_requests_total{{$selector}}[5m]))", unit="reqps", width=4),
                StatPanel("Queue", "max(app_queue_depth{{$selector}})", width=4),
                GaugePanel("Latency now", p95, unit="s", thresholds=limits, min=0, max=2, width=4),
                TimeSeriesPanel("Rate by path", rate, unit="reqps"),
            )),
            Row("Latency", (
                TimeSeriesPanel("95th percentile", p95, unit="s", thresholds=limits),
                TimeSeriesPanel("Median", p95.replace("0.95", "0.5"), unit="s"),
                HeatmapPanel("Distribution", Query(buckets, format="heatmap"), unit="s"),
                BarGaugePanel("By path", rate, unit="reqps"),
            )),
            Row("Queues", (
                TimeSeriesPanel("Depth", "max by (queue) (app_queue_depth{{$selector}})"),
                TimeSeriesPanel("Growth", "sum by (queue) (deriv(app_queue_depth{{$selector}}[10m]))"),
                TablePanel("Deepest", Query("topk(5, max by (queue) (app_queue_depth{{$selector}}))", instant=True)),
                TextPanel("Notes", content="The queues are drained every hour."),
            )),
        ),
    )


project = Project(
    "dashboards",
    services=(
        Service(
            "app",
            team=Team("app", page=slack("#a"), notify=slack("#a")),
            jobs=(ScrapeJob("app", discovery=(Static(("app:80",)),)),),
            metrics=(requests, latency, depth),
            dashboards=tuple(dashboard(n) for n in range({dashboards})),
        ),
    ),
    environments=(Environment("production", tier="production", versions=Versions(), retention=Retention(metrics="30d")),),
    routing=Routing(default=slack("#unrouted")),
    compose=False,
)
'''


def main(folder: Path, dashboards: int = 40) -> None:
    """Write the milliseconds a dashboard takes; the first rendering, which imports and compiles, is left out."""
    (folder / "specs").mkdir(parents=True, exist_ok=True)
    (folder / "pyproject.toml").write_text(_PYPROJECT, "utf-8")
    (folder / "specs" / "__init__.py").write_text(_SPECS.format(dashboards=dashboards), "utf-8")
    settings = find_project(folder)
    loaded = load(settings)
    if loaded.project is None:
        raise SystemExit("\n".join(finding.message for finding in loaded.findings))
    stack = resolve(loaded.project, loaded.project.environments[0], index(loaded.project), spec=settings.spec).stack
    assert stack is not None
    gc.disable()  # as it is while o11ygen runs
    _render(stack)
    before = time.process_time()
    rendered = _render(stack)
    print((time.process_time() - before) * 1000 / rendered)


def _render(stack: Stack) -> int:
    """Render and prove all dashboards; their number."""
    grafana = next(renderer for renderer in renderers() if renderer.system == "grafana")
    artifacts = [artifact for artifact in grafana.render(stack) if artifact.target == "dashboard"]
    for artifact in artifacts:
        problems = list(prove_artifact(artifact, stack.environment))
        if problems:
            raise SystemExit("\n".join(problem.message for problem in problems))
    return len(artifacts)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
