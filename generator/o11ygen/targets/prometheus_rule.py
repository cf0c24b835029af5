"""`PrometheusRule` manifests of the Prometheus Operator: a rule file in the shape of a Kubernetes object."""

from collections.abc import Iterator
from typing import Any, Literal

from pydantic import Field

from o11ygen.finding import nearest
from o11ygen.targets.model import Target
from o11ygen.targets.relation import Fault, Versions, relation, repeated
from o11ygen.targets.rules import RuleGroup
from o11ygen.targets.scalars import Text


class OperatorRuleGroup(RuleGroup):
    """A group of rules; the operator knows one field that Prometheus does not."""

    partial_response_strategy: Text | None = Field(
        default=None,
        description="What Thanos does when a store does not answer: `abort` or `warn`.",
        json_schema_extra={"pattern": "^(?i:abort|warn)?$"},
    )

    @relation
    def _strategy(self, versions: Versions) -> Iterator[Fault]:
        strategy = self.partial_response_strategy
        if strategy and strategy.lower() not in ("abort", "warn"):
            message = f"`{strategy}` is no strategy for partial responses: the operator's definition refuses the object"
            hint = nearest(strategy, ("abort", "warn")) or "Write `abort` or `warn`"
            yield Fault(message, hint, ("partial_response_strategy",))


class PrometheusRuleSpec(Target):
    """The rule file inside the manifest."""

    groups: list[OperatorRuleGroup] | None = Field(default=None, description="The groups.")

    @relation
    def _group_names(self, versions: Versions) -> Iterator[Fault]:
        names = ((index, group.name) for index, group in enumerate(self.groups or ()))
        hint = "The operator refuses the object; rename one, or merge the two"
        yield from repeated(names, "the group name", hint, at=lambda index: ("groups", index, "name"))


class PrometheusRule(Target):
    """A `PrometheusRule` manifest."""

    api_version: Literal["monitoring.coreos.com/v1"] = Field(alias="apiVersion", description="Version of the API.")
    kind: Literal["PrometheusRule"] = Field(description="Kind of the object.")
    metadata: dict[str, Any] = Field(description="Name, namespace, labels and annotations of the object.")
    spec: PrometheusRuleSpec = Field(description="The rule file.")
    status: dict[str, Any] | None = Field(default=None, description="What the operator reports; never written by hand.")

    @relation
    def _named(self, versions: Versions) -> Iterator[Fault]:
        if not (self.metadata.get("name") or self.metadata.get("generateName")):
            yield Fault("the object has no name", "Add `metadata.name`", ("metadata", "name"))
