"""The monitoring system itself: each part a service of its own, watched like any other."""

from o11ygen import External, Label, ScrapeJob, Service, Severity
from specs import teams
from specs.shared import watchers
from specs.shared.availability import nothing_answers

rule_failures = External(
    "prometheus_rule_evaluation_failures_total",
    "Rules that could not be evaluated.",
    kind="counter",
    labels=(Label("rule_group", cardinality=20),),
)
prometheus_reloaded = External(
    "prometheus_config_last_reload_successful", "Whether the last reload was accepted, 1 or 0.", kind="gauge"
)
alertmanager_reloaded = External(
    "alertmanager_config_last_reload_successful", "Whether the last reload was accepted, 1 or 0.", kind="gauge"
)
blackbox_reloaded = External(
    "blackbox_exporter_config_last_reload_successful", "Whether the last reload was accepted, 1 or 0.", kind="gauge"
)
_INTEGRATION = Label("integration", values=("slack", "email", "webhook"), help="What a notification is sent by.")
notifications = External(
    "alertmanager_notifications_total", "Attempts to send a notification.", kind="counter", labels=(_INTEGRATION,)
)
notifications_failed = External(
    "alertmanager_notifications_failed_total",
    "Attempts that did not succeed.",
    kind="counter",
    labels=(_INTEGRATION, Label("reason", cardinality=5)),
)

prometheus = Service(
    "prometheus",
    team=teams.infrastructure,
    description="Scrapes, evaluates rules, and sends alerts.",
    jobs=(ScrapeJob("prometheus"),),
    metrics=(rule_failures, prometheus_reloaded),
    alerts=(
        watchers.watchdog(),
        watchers.target_down(),
        watchers.rule_evaluation_failing(),
        watchers.config_reload_failing(prometheus_reloaded),
    ),
)

alertmanager = Service(
    "alertmanager",
    team=teams.infrastructure,
    description="Tells people.",
    jobs=(ScrapeJob("alertmanager"),),
    metrics=(alertmanager_reloaded, notifications, notifications_failed),
    alerts=(
        nothing_answers(
            "AlertmanagerDown",
            severity=Severity.CRITICAL,
            # With a single Alertmanager it can be read only in Prometheus; people hear of it through the watchdog.
            description="""
                No Alertmanager has answered for more than ${for:duration}: alerts fire, and nobody is told.
            """,
            page="monitoring/alertmanager-down",
        ),
        watchers.config_reload_failing(alertmanager_reloaded),
        watchers.notifications_failing(),
    ),
)

jaeger = Service(
    "jaeger",
    team=teams.infrastructure,
    description="Keeps traces.",
    jobs=(ScrapeJob("jaeger"),),
    alerts=(
        nothing_answers(
            "JaegerDown",
            severity=Severity.WARNING,
            description="""
                Jaeger has not answered for more than ${for:duration}. Services go on, but their traces are lost: they
                keep only a few seconds of them.
            """,
            page="monitoring/jaeger-down",
        ),
    ),
)

# That these two are gone is said by `TargetDown`; nothing else waits for them.
grafana = Service(
    "grafana",
    team=teams.infrastructure,
    description="Shows dashboards.",
    jobs=(ScrapeJob("grafana"),),
)
blackbox_exporter = Service(
    "blackbox-exporter",
    team=teams.infrastructure,
    description="Asks endpoints from outside.",
    jobs=(ScrapeJob("blackbox-exporter"),),
    metrics=(blackbox_reloaded,),
    alerts=(watchers.config_reload_failing(blackbox_reloaded),),
)

EVERY = (prometheus, alertmanager, jaeger, grafana, blackbox_exporter)
