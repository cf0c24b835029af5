"""Alerts on the monitoring system itself: whoever watches must be watched."""

from o11ygen import Alert, External, Severity
from specs.shared.runbooks import runbook


def watchdog() -> Alert:
    """Always fires, and goes to a dead man's switch, which tells people when it no longer hears this.

    It is the only alert that notices a Prometheus or an Alertmanager that is gone, or can't send: whatever else they
    would say about it would have to go through themselves.
    """
    return Alert(
        "Watchdog",
        expr="vector(1)",
        severity=Severity.INFO,
        summary="The alerting path works",
        description="""
            This alert always fires. When the dead man's switch stops hearing it, something between Prometheus and the
            receivers is broken, and no other alert can be trusted to arrive.
        """,
        runbook=runbook("monitoring/watchdog"),
    )


def target_down() -> Alert:
    """One target of any job can't be scraped: what it would have said is unknown."""
    return Alert(
        "TargetDown",
        expr="up == 0",
        severity=Severity.WARNING,
        for_="5m",
        summary="{{ $labels.instance }} of {{ $labels.job }} can't be scraped",
        description="""
            Prometheus has not reached {{ $labels.instance }} for more than ${for:duration}. Alerts on its metrics can't
            fire. The page "Targets" of Prometheus shows the error of the last scrape.
        """,
        runbook=runbook("monitoring/target-down"),
    )


def rule_evaluation_failing() -> Alert:
    """A rule can't be evaluated: its alert does not exist while that lasts."""
    return Alert(
        "RuleEvaluationFailing",
        expr="increase(prometheus_rule_evaluation_failures_total{$selector}[5m]) > 0",
        severity=Severity.CRITICAL,
        # Longer than the range: the failure has come back, it was no single slow query.
        for_="10m",
        summary="Prometheus can't evaluate rules of {{ $labels.rule_group }}",
        description="""
            Rules of the group {{ $labels.rule_group }} have failed on {{ $labels.instance }} for more than
            ${for:duration}; the alerts among them can't fire. The page "Rules" of Prometheus shows the error.
        """,
        runbook=runbook("monitoring/rule-evaluation-failing"),
    )


def config_reload_failing(reloaded: External) -> Alert:
    """The last reload was refused: the old configuration runs on, and at a restart nothing will."""
    return Alert(
        "ConfigReloadFailing",
        expr=f"{reloaded}{{$selector}} == 0",
        severity=Severity.WARNING,
        for_="5m",
        summary="{{ $labels.job }} refuses its new configuration",
        description="""
            {{ $labels.job }} on {{ $labels.instance }} has been running an old configuration for more than
            ${for:duration}, since it refuses the new one; it won't come up again after a restart. Its log names the line.
        """,
        runbook=runbook("monitoring/config-reload-failing"),
    )


def notifications_failing() -> Alert:
    """Alertmanager can't reach a receiver: some people hear nothing of their alerts."""
    return Alert(
        "NotificationsFailing",
        expr="""
            sum by (job, instance, integration) (rate(alertmanager_notifications_failed_total{$selector}[15m]))
              / sum by (job, instance, integration) (rate(alertmanager_notifications_total{$selector}[15m]))
              > $threshold
        """,
        severity=Severity.CRITICAL,
        threshold=0.01,
        for_="5m",
        summary="{{ $value | humanizePercentage }} of the {{ $labels.integration }} notifications don't arrive",
        description="""
            Alertmanager on {{ $labels.instance }} could not send more than ${threshold:percent} of its notifications by
            {{ $labels.integration }}. Its log says why: a revoked token, a renamed channel, a server that is away.
        """,
        runbook=runbook("monitoring/notifications-failing"),
    )
