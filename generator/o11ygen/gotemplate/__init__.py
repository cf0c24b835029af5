"""Go templates, as Prometheus and Alertmanager read them: parsed, judged, and for rules expanded.

template = parse_rule_template("{{ $labels.job }} is at {{ $value | humanize }}", version=Version.parse("3.5"))
template.problems   # every fault, each with its place, what it means in production, and what to do
template.labels     # ("job",)
expand(template, labels={"job": "app"}, value=0.5)
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from o11ygen.gotemplate.plain import is_plain_notification_text, is_plain_rule_template

if TYPE_CHECKING:
    from o11ygen.gotemplate.expansion import expand
    from o11ygen.gotemplate.notification import (
        KeyRead,
        NotificationTemplate,
        TemplateCall,
        parse_notification_template,
        refused_at_load,
    )
    from o11ygen.gotemplate.problem import Kind, Problem, line_and_column
    from o11ygen.gotemplate.rule import (
        QueryText,
        RuleTemplate,
        TemplateVerdict,
        ValueUse,
        judge_rule_template,
        parse_rule_template,
        template_actions,
    )
    from o11ygen.gotemplate.values import CannotExpandError, ExpansionError, Sample

__all__ = [
    "CannotExpandError",
    "ExpansionError",
    "KeyRead",
    "Kind",
    "NotificationTemplate",
    "Problem",
    "QueryText",
    "RuleTemplate",
    "Sample",
    "TemplateCall",
    "TemplateVerdict",
    "ValueUse",
    "expand",
    "is_plain_notification_text",
    "is_plain_rule_template",
    "judge_rule_template",
    "line_and_column",
    "parse_notification_template",
    "parse_rule_template",
    "refused_at_load",
    "template_actions",
]


# Loaded with their first use: the templates of most rule files are plain.
_LATER = {
    **dict.fromkeys(("Kind", "Problem", "line_and_column"), "problem"),
    **dict.fromkeys(("QueryText", "RuleTemplate", "TemplateVerdict", "ValueUse"), "rule"),
    **dict.fromkeys(("judge_rule_template", "parse_rule_template", "template_actions"), "rule"),
    "expand": "expansion",
    "CannotExpandError": "values",
    "ExpansionError": "values",
    "Sample": "values",
    "KeyRead": "notification",
    "NotificationTemplate": "notification",
    "TemplateCall": "notification",
    "parse_notification_template": "notification",
    "refused_at_load": "notification",
}


def __getattr__(name: str) -> object:
    if name in _LATER:
        # The next one finds it without asking here.
        found = globals()[name] = getattr(importlib.import_module(f"o11ygen.gotemplate.{_LATER[name]}"), name)
        return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
