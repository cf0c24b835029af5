from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity, nearest
from o11ygen.resolved import Stack
from o11ygen.targets.features import prometheus_features

# https://prometheus.io/docs/prometheus/latest/prometheus_agent/
_AGENT = "agent"


@check("environment/feature", Severity.ERROR, needs=("features",))
def environment_feature(stack: Stack) -> Iterator[Flaw]:
    """Feature flags that the declared Prometheus does not know, or can't have rules with.

    Prometheus starts all the same and only logs a warning: whatever the flag was for is silently off, and rules that
    need it fail. As an agent it does not start: that has neither rules nor alerts.

    Bad::

        Prometheus(features=("promql-experimental-function",))

    Good::

        Prometheus(features=("promql-experimental-functions",))
    """
    known, version = prometheus_features(), stack.environment.versions["prometheus"]
    for name in stack.prometheus.features:
        message = hint = ""
        if name not in known:
            message = f"feature flag `{name}` is none that Prometheus has; it starts with a warning and without it"
            hint = nearest(name, known) or "Take it out."
        else:
            first, last = known[name]
            if version[:2] < first[:2]:
                message = f"feature flag `{name}` needs Prometheus {first}; judged as {version}"
                hint = "Declare a newer version, or give the flag with `per_env` only where it exists."
            elif last is not None and version[:2] > last[:2]:
                message = f"feature flag `{name}` is gone after Prometheus {last}; judged as {version}"
                hint = "Take it out: the feature is always on by then, or has a setting of its own."
            elif name == _AGENT:
                message = (
                    f"feature flag `{name}`: an agent evaluates no rules and sends no alerts, and does not start with a file "
                    "that asks for either"
                )
                hint = "Take it out, and run agents beside this server, with a file of their own."
        if message:
            yield Flaw(stack.prometheus.source, message, hint, field="features")
