from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity, nearest
from o11ygen.promql import parse
from o11ygen.resolved import Stack, Variable
from o11ygen.resolved.routing import anchored
from o11ygen.targets.grafana_variables import VariableQuery, variable_query

# Labels that every series has, or that the alerts which Prometheus shows as series have besides those of their rules.
_ALWAYS = frozenset({"__name__", "alertname", "alertstate"})


@check("dashboard/variable-query", Severity.ERROR)
def dashboard_variable_query(stack: Stack) -> Iterator[Flaw]:
    """Variables whose query Grafana does not understand, or that asks for a label which the metric does not have.

    The list that the reader chooses from stays empty then, and with it every panel that uses the variable. Grafana
    takes `label_values(metric, label)`, `label_values(label)`, `label_names()`, `metrics(regex)`, `query_result(query)`,
    or a metric alone; the queries inside are judged by the `promql` checks as well.

    Bad::

        Variable("instance", query="label_value(up, instance)")      # the function is called `label_values`

    Good::

        Variable("instance", query="label_values(up, instance)")
    """
    for dashboard in stack.dashboards:
        for variable in dashboard.variables:
            if variable.query and variable.kind == "query" and variable.language == "promql":
                yield from _flaws(variable, variable_query(variable.query), stack)


def _flaws(variable: Variable, asked: VariableQuery, stack: Stack) -> Iterator[Flaw]:
    source = variable.source
    if asked.fault:
        message = f"{source.what}: its query {asked.fault}; there is nothing to choose from"
        yield Flaw(source, message, asked.hint, field="query")
    elif "metrics" not in stack.known:
        return
    elif asked.function == "metrics" and "$" not in asked.expr:
        pattern = anchored(f".*(?:{asked.expr}).*")
        if pattern is None or not any(pattern.fullmatch(name) for name in stack.series.names):
            why = (
                "is no regular expression" if pattern is None else "matches no metric that is declared or recorded here"
            )
            message = f"{source.what}: `{asked.expr}` {why}; there is nothing to choose from"
            hint = nearest(asked.expr, stack.series.names) or "Write a part of the names of metrics, such as `http_.*`."
            yield Flaw(source, message, hint, field="query")
    elif asked.label and "$" not in asked.label and "[[" not in asked.label:
        yield from _label_flaws(variable, asked, stack)


def _label_flaws(variable: Variable, asked: VariableQuery, stack: Stack) -> Iterator[Flaw]:
    metrics = parse(variable.expr).metrics if "$" not in variable.expr.partition("{")[0] else ()
    if asked.expr and not metrics:
        return
    known: set[str] = set(_ALWAYS)
    for name in metrics or stack.series.names:
        labels = stack.series.possible(name)
        if labels is None and metrics:
            return
        known |= labels or set()
    if not metrics:
        known |= {label for alert in stack.alerts for label in alert.labels}
    if asked.label not in known:
        of = f"`{metrics[0]}` has no label" if metrics else "no metric that is declared here has a label"
        listed = ", ".join(sorted(known - _ALWAYS))
        yield Flaw(
            variable.source,
            f"{variable.source.what}: {of} `{asked.label}`; there is nothing to choose from",
            nearest(asked.label, known) or f"Labels are: {listed}.",
            field="query",
        )
