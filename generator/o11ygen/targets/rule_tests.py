"""Files of `promtool test rules`: what the rules do with series that the test gives them."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from o11ygen.targets.label_name import LabelName
from o11ygen.targets.model import Since, Target
from o11ygen.targets.relation import Fault, Versions, relation, repeated
from o11ygen.targets.scalars import Bool, Duration, Float, Text


class Series(Target):
    """A series that a test gives to the rules."""

    series: Text = Field(default="", description='The series as a selector writes it: `up{job="app"}`.')
    values: Text = Field(default="", description="Its values, one an interval: `0+10x5 _ stale`.")


class ExpectedAlert(Target):
    """An alert that fires."""

    exp_labels: dict[str, Text] | None = Field(default=None, description="All its labels but `alertname`.")
    exp_annotations: dict[str, Text] | None = Field(default=None, description="All its annotations, expanded.")


class AlertTest(Target):
    """Which alerts of a name fire at a time."""

    eval_time: Duration | None = Field(default=None, description="When, from the start of the test.")
    alertname: Text | None = Field(default=None, description="Name of the alert.")
    exp_alerts: list[ExpectedAlert] | None = Field(default=None, description="What fires; empty for nothing.")

    @relation
    def _name(self, versions: Versions) -> Iterator[Fault]:
        if not self.alertname:
            yield Fault("`alertname` is required", "Name the alert that is tested", ("alertname",))


class ExpectedSample(Target):
    """A sample of the result of an expression."""

    labels: Text | None = Field(default=None, description="Its labels as a selector writes them.")
    value: Float | None = Field(default=None, description="Its value.")
    histogram: Annotated[Text | None, Since(prometheus="2.47")] = Field(
        default=None, description="The histogram, in place of a value."
    )


class ExpressionTest(Target):
    """What an expression returns at a time."""

    expr: Text | None = Field(default=None, description="PromQL expression.")
    eval_time: Duration | None = Field(default=None, description="When, from the start of the test.")
    exp_samples: list[ExpectedSample] | None = Field(default=None, description="What it returns; empty for nothing.")

    @relation
    def _expression(self, versions: Versions) -> Iterator[Fault]:
        if not self.expr:
            yield Fault("`expr` is required", "Write the expression that is tested", ("expr",))


class TestGroup(Target):
    """Series, and what the rules and expressions make of them."""

    __test__ = False

    interval: Duration | None = Field(default=None, description="Time between the values of a series.")
    input_series: list[Series] | None = Field(default=None, description="What is scraped.")
    alert_rule_test: list[AlertTest] | None = Field(default=None, description="Alerts that must fire, or must not.")
    promql_expr_test: list[ExpressionTest] | None = Field(default=None, description="Expressions and their results.")
    external_labels: dict[LabelName, Text] | None = Field(default=None, description="Labels of the server.")
    external_url: Annotated[Text | None, Since(prometheus="2.28")] = Field(
        default=None, description="Address of the server, as templates see it."
    )
    name: Annotated[Text | None, Since(prometheus="2.25")] = Field(default=None, description="Name of the test.")
    start_timestamp: Annotated[Text | None, Since(prometheus="3.9")] = Field(
        default=None, description="When the test begins: a Unix time, or one such as 2026-01-01T00:00:00Z."
    )


class RuleTests(Target):
    """A file of tests."""

    rule_files: list[Text] | None = Field(default=None, description="Rule files under test, or patterns.")
    evaluation_interval: Duration | None = Field(
        default=None, description="How often rules are evaluated; 1m unless given."
    )
    group_eval_order: list[Text] | None = Field(default=None, description="Groups, first to last.")
    tests: list[TestGroup] | None = Field(default=None, description="The tests.")
    fuzzy_compare: Annotated[Bool | None, Since(prometheus="3.5")] = Field(
        default=None, description="Take values for equal that differ in the last bit."
    )

    @relation
    def _order(self, versions: Versions) -> Iterator[Fault]:
        names = enumerate(self.group_eval_order or ())
        hint = "promtool refuses the file; name each group once"
        yield from repeated(names, "the group", hint, at=lambda index: ("group_eval_order", index))
