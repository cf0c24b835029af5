"""Rule files of Prometheus: groups of alerting and recording rules."""

from typing import Annotated

from pydantic import Field

from o11ygen.targets import rule_relations
from o11ygen.targets.model import Since, Target
from o11ygen.targets.scalars import Duration, Int, Text

Labels = dict[str, Text]


class Rule(Target):
    """An alerting rule (`alert`) or a recording rule (`record`)."""

    record: Text | None = Field(default=None, description="Name of the series that a recording rule writes.")
    alert: Text | None = Field(default=None, description="Name of the alert.")
    expr: Text = Field(description="PromQL expression.")
    for_: Duration | None = Field(default=None, description="How long the expression holds before the alert fires.")
    keep_firing_for: Annotated[Duration | None, Since(prometheus="2.42")] = Field(
        default=None, description="How long the alert goes on firing after the expression last held."
    )
    labels: Labels | None = Field(default=None, description="Labels added to the alert or series.")
    annotations: Labels | None = Field(default=None, description="Text for people; values may be templates.")

    _kind = rule_relations.kind_of_rule
    _names = rule_relations.names_in_rule


class RuleGroup(Target):
    """Rules that are evaluated one after the other, at one interval."""

    name: Text = Field(description="Name of the group, unique in its file.")
    interval: Duration | None = Field(default=None, description="How often the rules are evaluated.")
    query_offset: Annotated[Duration | None, Since(prometheus="2.53")] = Field(
        default=None, description="How far in the past the rules are evaluated."
    )
    limit: Annotated[Int | None, Since(prometheus="2.31")] = Field(
        default=None, description="Alerts or series that one rule may make; 0 for any number."
    )
    labels: Annotated[Labels | None, Since(prometheus="3.0")] = Field(
        default=None, description="Labels added to every rule; a rule's own label wins."
    )
    rules: list[Rule] | None = Field(default=None, description="The rules.")

    _names = rule_relations.names_in_group


class RuleFile(Target):
    """A rule file."""

    groups: list[RuleGroup] | None = Field(default=None, description="The groups.")

    _group_names = rule_relations.group_names
