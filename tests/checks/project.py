"""The project around a case: becomes `specs/__init__.py`, the case `specs/case.py`.

A case gives only what it is about, under the names that stand here as the second argument of `given`.
"""

from typing import Any

from o11ygen import (
    Counter,
    Environment,
    Grafana,
    Histogram,
    Label,
    Notifications,
    Project,
    Prometheus,
    Retention,
    Routing,
    ScrapeJob,
    Secret,
    Service,
    Team,
    Versions,
    per_env,
    slack,
)

# The same module as below, but built before the rest: cases may name `requests`, `latency`, `app`, `web` and `TEXTS`.
requests = Counter("requests_total", "Requests.", labels=(Label("method", values=("GET", "POST")), Label("status")))
latency = Histogram("latency_seconds", "Latency.", labels=("method",), buckets=(0.1, 1, 10))
app = ScrapeJob("app", interval="15s")
web = Team(
    "web", page=per_env(slack("#quiet"), tiers={"production": slack("#page", pages=True)}), notify=slack("#notify")
)
TEXTS: dict[str, Any] = {
    "summary": "Down",
    "description": "It is down.",
    "runbook": "https://runbooks.example.com/down",
}

from specs import case  # type: ignore[attr-defined]  # noqa: E402 - stands beside it in a case; reads the names above


def given(name: str, default: Any) -> Any:
    return getattr(case, name, default)


production = given(
    "production",
    Environment(
        "production",
        tier="production",
        versions=given("versions", Versions(prometheus="3.5")),
        addresses={"app": "app:8080", "alertmanager": "alertmanager:9093", **given("addresses", {})},
        urls={"grafana": "https://grafana.example.com"},
        external_labels=given("external_labels", {}),
        retention=given("retention", Retention(metrics="15d")),
        notifications=Notifications(slack_api_url=Secret.file("/run/secrets/slack")),
    ),
)
environments = (*given("environments", (production,)), *given("further_environments", ()))

service = Service(
    "shop",
    team=given("team", web),
    jobs=given("jobs", (app,)),
    probes=given("probes", ()),
    metrics=(requests, latency, *given("metrics", ())),
    alerts=given("alerts", ()),
    recording_rules=given("recording_rules", ()),
    groups=given("groups", ()),
    dashboards=given("dashboards", ()),
    tracing=given("service_tracing", None),
    allow=given("service_allow", ()),
)

project = Project(
    "demo",
    services=(service, *given("services", ())),
    environments=environments,
    routing=given("routing", Routing(default=slack("#unrouted"))),
    prometheus=given("prometheus", Prometheus(scrape_interval="30s", evaluation_interval="30s")),
    grafana=given("grafana", Grafana()),
    compose=given("compose", True),
    tracing=given("tracing", None),
    # A case is about one thing: whether anybody reads what it makes is the matter of the cases of these.
    checks=given("checks", {"rule/unused": "off", "scrape/unread": "off", "scrape/unwatched": "off"}),
    allow=given("project_allow", ()),
)
