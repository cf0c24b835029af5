from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity, nearest
from o11ygen.promql import parse, possible_labels, syntax_problems
from o11ygen.resolved import AlertRule, Stack
from o11ygen.resolved.alert_texts import AlertText, templates_of

# What stands for a value that only the alert knows: a name, a duration, a number.
_STAND_INS = ("x", "5m", "1")
_MOST_GAPS = 4
_VECTOR = "Query an instant vector, such as `max_over_time(...)`, or a scalar."


@check(
    "template/query",
    Severity.ERROR,
    of="alert",
    alike=True,
    by=lambda stack: (stack.environment.versions["prometheus"], stack.prometheus.features, "metrics" in stack.known),
)
def template_query(alert: AlertRule, stack: Stack) -> Iterator[Flaw]:
    """Queries in annotations that fail, or that have no such label or metric, when the alert fires.

    Prometheus runs a `query` of a template when the alert fires, and reads its PromQL only then. One that is in error, or
    whose first series is taken where there is none, puts an error message in place of the whole annotation: at the very
    moment when somebody reads it.

    Bad::

        description='{{ query "sum(rate(requests_total[5m])" | first | value }} requests per second'

    Good::

        description='{{ range query "sum(rate(requests_total[5m]))" }}{{ .Value }} requests per second{{ end }}'
    """
    for one, template in templates_of(alert, version=stack.environment.versions["prometheus"]):
        for query in template.queries:
            shown = " ".join(query.text.split())
            wrong = _error(query.pieces, stack)
            if wrong:
                message, hint = wrong
                yield _flaw(
                    alert, one, f"query `{shown}`: {message}; an error message stands in place of the text", hint
                )
                continue
            if len(query.pieces) > 1:
                continue
            yield from _missing(alert, one, query.text, query.labels, stack)
            if query.is_first_taken and not parse(query.text).always_returns:
                yield _flaw(
                    alert,
                    one,
                    f"takes the first series of `{shown}`, which may return none; an error message then stands in place "
                    "of the text",
                    "Write `{{ with query ... }}{{ . | first | value }}{{ end }}`, or end the query with "
                    "`or vector(0)`.",
                    severity=Severity.WARNING,
                )


def _error(pieces: tuple[str, ...], stack: Stack) -> tuple[str, str] | None:
    """What is wrong with a query, whatever values are put into it."""
    found: tuple[str, str] | None = None
    gaps = len(pieces) - 1
    for values in product(_STAND_INS, repeat=gaps) if gaps <= _MOST_GAPS else ():
        text = "".join(piece for pair in zip(pieces, (*values, ""), strict=True) for piece in pair)
        version, features = stack.environment.versions["prometheus"], stack.prometheus.features
        problems = syntax_problems(text, version=version, features=features)
        kind = parse(text).result_type
        if not problems and kind in ("vector", "scalar"):
            return None
        if found is None:
            found = (
                (problems[0].message, problems[0].hint)
                if problems
                else (f"a {'string' if kind == 'string' else 'range vector'} cannot be queried", _VECTOR)
            )
    return found


def _missing(alert: AlertRule, one: AlertText, query: str, labels: tuple[str, ...], stack: Stack) -> Iterator[Flaw]:
    """Metrics that nobody declares, and labels that the result does not have."""
    if "metrics" in stack.known:
        for name in parse(query).metrics:
            if not stack.series.knows(name):
                yield _flaw(
                    alert,
                    one,
                    f"query `{query}` uses metric `{name}`, which is not declared; it returns nothing",
                    nearest(name, stack.series.names) or "Declare it: a metric of the service, or External(...).",
                )
    possible = possible_labels(query, labels_of=stack.series.possible) if labels else None
    for label in labels:
        if possible is None or possible.may_carry(label):
            continue
        reason = possible.removed_by(label)
        yield _flaw(
            alert,
            one,
            f"asks for label `{label}` of `{query}`, whose result does not have it{f' ({reason})' if reason else ''}; it "
            "renders as nothing",
            nearest(label, possible.labels or ()) or "Keep the label in the query.",
        )


def _flaw(alert: AlertRule, one: AlertText, message: str, hint: str, *, severity: Severity | None = None) -> Flaw:
    return Flaw(alert.source, f"{alert.what}: {one.title}: {message}", hint, field=one.field, severity=severity)
