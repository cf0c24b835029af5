from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.promql import syntax_problems
from o11ygen.resolved import Expression, Stack
from o11ygen.version import Version


@check("promql/syntax", Severity.ERROR)
def promql_syntax(stack: Stack) -> Iterator[Flaw]:
    """Expressions that the declared Prometheus does not read.

    Prometheus refuses the whole rule file at load, and keeps running on the old one: every later change to any rule of
    that file is lost as well. A function or syntax that is newer than the declared version, or stands behind a feature
    flag that is not set, counts as unread.

    Bad::

        expr="rate(requests_total[5m] > 1"

    Good::

        expr="rate(requests_total[5m]) > 1"
    """
    version, features = stack.environment.versions["prometheus"], stack.prometheus.features
    question = ("promql/syntax", version, features)
    yield from stack.in_expressions(question, lambda expression: _flaws(expression, version, features), alike=True)


def _flaws(expression: Expression, version: Version, features: tuple[str, ...]) -> Iterator[Flaw]:
    for problem in syntax_problems(expression.text, version=version, features=features):
        position = problem.position
        at = f" (line {position.line}, column {position.column} of the expression)" if position.line else ""
        message = f"{expression.what}: {problem.message}{at}"
        yield Flaw(expression.source, message, problem.hint, field=expression.field)
