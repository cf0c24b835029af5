"""Rule files of any size for `benchmarks/validate.py`.

Expressions have some 120 characters. No two numbers give expressions that differ in names only: functions, windows,
aggregations, groupings, matched labels, operators or conditions differ. Each rule has three labels and three
annotations, two of which are templates.
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
# Shares no factor with the number of combinations, so that numbers in a row differ in every choice and none comes twice.
_STRIDE = 61_803_397
_RULES_OF_A_GROUP = 20


def expression(number: int) -> str:
    """The expression of this number."""
    combinations = 1
    for choice in _CHOICES:
        combinations *= len(choice)
    left = (number + 1) * _STRIDE % combinations
    chosen = []
    for choice in _CHOICES:
        left, index = divmod(left, len(choice))
        chosen.append(choice[index])
    wrapped, first, function, window, grouping, matcher, join, second, other, condition = chosen
    name = f"app{number % 97}_errors_total"
    part = wrapped % f"{first} {grouping} ({function}({name}{{{matcher}}}[{window}]))"
    return f"{part}\n  {join} {second} {grouping} ({other}({name}[{window}])) {condition}"


def write_rule_file(path: Path, *, rules: int, expressions: int, start: int = 0) -> Path:
    """A rule file of so many alerts, of which so many expressions differ; rules of several files differ by `start`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = ["groups:"]
    for number in range(rules):
        if number % _RULES_OF_A_GROUP == 0:
            lines += [f"  - name: group-{start + number // _RULES_OF_A_GROUP}", "    rules:"]
        lines += _rule(start + number, expression(start + number % expressions))
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def _rule(number: int, expr: str) -> list[str]:
    return [
        f"      - alert: ServiceProblem{number}",
        "        expr: |",
        *(f"          {line}" for line in expr.splitlines()),
        "        for: 5m",
        "        labels:",
        f"          severity: {('warning', 'critical')[number % 2]}",
        f"          team: team-{number % 20}",
        f"          service: service{number % 97}",
        "        annotations:",
        f'          summary: "service{number % 97}: {{{{ $labels.job }}}} is at {{{{ $value | humanizePercentage }}}}"',
        f'          description: "{{{{ $labels.job }}}} in {{{{ $labels.zone }}}} has been so for 5m (rule {number})"',
        f"          runbook_url: https://runbooks.example.com/services/{number % 97}",
    ]
