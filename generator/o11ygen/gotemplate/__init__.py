"""Go templates, as Prometheus and Alertmanager read them: parsed, judged, and for rules expanded.

template = parse_rule_template("{{ $labels.job }} is at {{ $value | humanize }}", version=Version.parse("3.5"))
template.problems   # every fault, each with its place, what it means in production, and what to do
template.labels     # ("job",)
expand(template, labels={"job": "app"}, value=0.5)
"""

from o11ygen.gotemplate.expand import expand
from o11ygen.gotemplate.problem import Kind, Problem, line_and_column
from o11ygen.gotemplate.rule import QueryText, RuleTemplate, ValueUse, parse_rule_template
from o11ygen.gotemplate.values import CannotExpandError, ExpansionError, Sample

__all__ = [
    "CannotExpandError",
    "ExpansionError",
    "Kind",
    "Problem",
    "QueryText",
    "RuleTemplate",
    "Sample",
    "ValueUse",
    "expand",
    "line_and_column",
    "parse_rule_template",
]
