"""One environment, resolved: what every check and renderer reads.

A `Stack` is shaped like the domain, not like the target systems. It is frozen, holds tuples, and has no conditionals left:
every per-environment value is picked, every default filled in, every name given. Durations are milliseconds, sizes bytes.
"""

from o11ygen.resolved.dashboards import Dashboard, Panel, Query, Row, Threshold, Variable
from o11ygen.resolved.datasources import Datasource
from o11ygen.resolved.examined import Examined
from o11ygen.resolved.expressions import Expression
from o11ygen.resolved.flaw import Flaw
from o11ygen.resolved.routing import (
    Inhibition,
    Integration,
    Matcher,
    NotificationTemplate,
    Receiver,
    Route,
    TimeInterval,
)
from o11ygen.resolved.rules import AlertRule, RecordingRule, RuleGroup
from o11ygen.resolved.scrape import (
    AlertmanagerEndpoint,
    Connection,
    Discovery,
    Job,
    Label,
    Metric,
    Probe,
    PrometheusServer,
    RemoteWrite,
    SecretRef,
)
from o11ygen.resolved.series import SeriesIndex
from o11ygen.resolved.source import UNKNOWN, Allowance, Source
from o11ygen.resolved.stack import KNOWLEDGE, UNLIMITED, Budget, Environment, Retention, Stack, Team
from o11ygen.resolved.tracing import ServiceTracing, Tracing

__all__ = [
    "KNOWLEDGE",
    "UNKNOWN",
    "UNLIMITED",
    "AlertRule",
    "AlertmanagerEndpoint",
    "Allowance",
    "Budget",
    "Connection",
    "Dashboard",
    "Datasource",
    "Discovery",
    "Environment",
    "Examined",
    "Expression",
    "Flaw",
    "Inhibition",
    "Integration",
    "Job",
    "Label",
    "Matcher",
    "Metric",
    "NotificationTemplate",
    "Panel",
    "Probe",
    "PrometheusServer",
    "Query",
    "Receiver",
    "RecordingRule",
    "RemoteWrite",
    "Retention",
    "Route",
    "Row",
    "RuleGroup",
    "SecretRef",
    "SeriesIndex",
    "ServiceTracing",
    "Source",
    "Stack",
    "Team",
    "Threshold",
    "TimeInterval",
    "Tracing",
    "Variable",
]
