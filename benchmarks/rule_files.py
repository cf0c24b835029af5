"""Rule files of any size for `benchmarks/validate.py` and `benchmarks/lint.py`.

Expressions have some 120 characters. No two numbers give expressions that differ in names only: functions, windows,
aggregations, groupings, matched labels, operators or conditions differ. Each rule has three labels and three
annotations, two of which are templates.

Expressions of any kind are put together without sense: a linter has something to say about most of them. Sound ones are
such as people write, shares of failed requests; one in fifty has a mistake. Alerts that share one differ in a label.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

_WRAPPED = ("%s", "abs(%s)", "clamp_min(%s, 0)", "round(%s, 0.1)", "-%s")
_AGGREGATIONS = ("sum", "avg", "max", "min", "count", "stddev", "group")
_FUNCTIONS = ("rate", "increase", "irate", "delta", "deriv", "changes", "avg_over_time", "max_over_time", "resets")
_WINDOWS = ("1m", "2m", "5m", "10m", "15m", "30m", "1h", "6h")
_GROUPINGS = ("by (job)", "by (instance)", "by (job, path)", "by (job, zone)", "without (pod)")
_MATCHERS = ('status=~"5.."', 'method="POST"', 'path!~"/health.*"', 'zone!=""')
_JOINS = ("/", "-", "and", "unless", "/ on (job)", "or")
_CONDITIONS = ("> 0.05", "< 10", ">= 0.5", "!= 0", "> 0.01 and up == 1", "* 100 > 5")
_CHOICES: Sequence[Sequence[str]] = (
    *(_WRAPPED, _AGGREGATIONS, _FUNCTIONS, _WINDOWS, _GROUPINGS, _MATCHERS),
    *(_JOINS, _AGGREGATIONS, _FUNCTIONS, _CONDITIONS),
)
# Sound expressions, in the same order of choices as `_share` takes them.
_KEPT = ("by (job)", "by (job, zone)", "by (job, instance)", "by (job, path)", "by (job, zone, path)", "without (pod)")
_COUNTED = ("rate", "increase")
_SOUND: Sequence[Sequence[str]] = (
    *(("sum", "avg", "max"), _COUNTED, _WINDOWS[2:], _KEPT),
    *(('status=~"5.."', 'method="POST"', 'path!~"/health.*"', 'zone!=""', 'code="500"', 'tier="front"'),),
    *(("> 0.05", "> 0.1", ">= 0.5", "> 0.02", "> 0.2", ">= 0.9", "> 0.01", "> 0.75"), ("", "\n  and on (job) up == 1")),
)
_MISTAKE_EACH = 50
# Shares no factor with the number of combinations, so that numbers in a row differ in every choice and none comes twice.
_STRIDE = 61_803_397
_RULES_OF_A_GROUP = 20


def expression(number: int) -> str:
    """The expression of this number."""
    wrapped, first, function, window, grouping, matcher, join, second, other, condition = _chosen(number, _CHOICES)
    name = f"app{number % 97}_errors_total"
    part = wrapped % f"{first} {grouping} ({function}({name}{{{matcher}}}[{window}]))"
    return f"{part}\n  {join} {second} {grouping} ({other}({name}[{window}])) {condition}"


def sound_expression(number: int) -> str:
    """The expression of this number that is right, but for one in fifty."""
    aggregation, function, window, grouping, matcher, condition, besides = _chosen(number, _SOUND)
    if number % _MISTAKE_EACH == 0:
        function = "irate"
    name = f"app{number % 97}"
    failed = f"{aggregation} {grouping} ({function}({name}_requests_total{{{matcher}}}[{window}]))"
    return f"{failed}\n  / {aggregation} {grouping} ({function}({name}_requests_total[{window}])) {condition}{besides}"


def _chosen(number: int, choices: Sequence[Sequence[str]]) -> list[str]:
    """One of each choice: no two numbers up to that of the combinations give the same."""
    combinations = 1
    for choice in choices:
        combinations *= len(choice)
    left = (number + 1) * _STRIDE % combinations
    chosen = []
    for choice in choices:
        left, index = divmod(left, len(choice))
        chosen.append(choice[index])
    return chosen


def write_rule_file(path: Path, *, rules: int, expressions: int, start: int = 0, sound: bool = False) -> Path:
    """A rule file of so many alerts, of which so many expressions differ; rules of several files differ by `start`."""
    expr = sound_expression if sound else expression
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = ["groups:"]
    for number in range(rules):
        if number % _RULES_OF_A_GROUP == 0:
            lines += [f"  - name: group-{start + number // _RULES_OF_A_GROUP}", "    rules:"]
        lines += _rule(
            start + number,
            expr(start + number % expressions),
            kept="job" if sound else "zone",
            cell=f"cell-{number // expressions}" if sound else "",
        )
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def _rule(number: int, expr: str, *, kept: str, cell: str) -> list[str]:
    return [
        f"      - alert: ServiceProblem{number}",
        "        expr: |",
        *(f"          {line}" for line in expr.splitlines()),
        "        for: 5m",
        "        labels:",
        f"          severity: {('warning', 'critical')[number % 2]}",
        f"          team: team-{number % 20}",
        f"          service: service{number % 97}",
        *([f"          cell: {cell}"] if cell else []),
        "        annotations:",
        f'          summary: "service{number % 97}: {{{{ $labels.job }}}} is at {{{{ $value | humanizePercentage }}}}"',
        f'          description: "{{{{ $labels.job }}}} in {{{{ $labels.{kept} }}}} has been so for 5m (rule {number})"',
        f"          runbook_url: https://runbooks.example.com/services/{number % 97}",
    ]
