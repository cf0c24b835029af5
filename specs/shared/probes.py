"""Alerts on what the blackbox exporter sees; the metrics of its answers follow from the probes."""

from o11ygen import Alert, Dashboard, Level, Probe, Severity
from specs.shared.runbooks import runbook
from specs.shared.times import DAY


def matcher(*probes: Probe) -> str:
    """The label matcher of the probes' jobs, for use inside braces."""
    names = [probe.name for probe in probes]
    return f'job="{names[0]}"' if len(names) == 1 else f'job=~"{"|".join(names)}"'


def probe_failing(*probes: Probe, severity: Severity = Severity.WARNING, dashboard: Dashboard | None = None) -> Alert:
    """An endpoint does not answer as it should."""
    return Alert(
        "ProbeFailing",
        expr=f"probe_success{{{matcher(*probes)}}} == 0",
        severity=severity,
        # Several probes in a row: one lost packet is no outage.
        for_="3m",
        summary="{{ $labels.job }} does not answer",
        description="""
            The probe of {{ $labels.instance }} has been failing for more than ${for:duration}. If others see the same,
            it is an outage over there; if not, look at DNS and the network between.
        """,
        runbook=runbook("dependencies/probe-failing"),
        dashboard=dashboard,
    )


def certificate_expiring(*probes: Probe, dashboard: Dashboard | None = None) -> Alert:
    """A certificate is about to expire: three weeks leave time to ask, three days do not."""
    return Alert(
        "CertificateExpiring",
        expr=f"probe_ssl_earliest_cert_expiry{{{matcher(*probes)}}} - time() < $threshold",
        levels={
            Severity.WARNING: Level(threshold=21 * DAY, for_="1h"),
            Severity.CRITICAL: Level(threshold=3 * DAY, for_="10m"),
        },
        summary="The certificate of {{ $labels.job }} expires in {{ $value | humanizeDuration }}",
        description="""
            A certificate that {{ $labels.instance }} shows expires in less than ${threshold:duration}; after that every
            client refuses the connection. Automatic renewal has failed, or there is none.
        """,
        runbook=runbook("dependencies/certificate-expiring"),
        dashboard=dashboard,
    )
