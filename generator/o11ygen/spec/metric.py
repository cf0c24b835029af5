"""Metrics: what a service's application emits, and what other people's exporters do."""

import itertools
import math
from typing import Annotated, ClassVar, Literal, TypeAlias

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, field_validator

from o11ygen.spec.allow import Allow
from o11ygen.spec.model import Spec, refuse
from o11ygen.spec.names import exposed_name
from o11ygen.spec.values import Integer, Number, Switch, Text

MetricType: TypeAlias = Literal["counter", "gauge", "histogram", "summary", "info"]


class Label(Spec):
    """A label of a metric, and what is known of its values: it makes misspelt values and cardinality visible."""

    # Before the name, which is judged by it.
    utf8: Switch = Field(default=False, description="Whether the name may hold any character (Prometheus 3.0).")
    name: str = Field(kw_only=False, description="The label's name.")
    values: tuple[str, ...] = Field(default=(), description="Every value that it can have, when that is known.")
    pattern: str = Field(default="", description="A regular expression (RE2) that every value matches in full.")
    cardinality: Integer | None = Field(
        default=None, gt=0, description="About how many values it has, when they are not listed."
    )
    help: Text = Field(default="", description="What the label tells, in a sentence.")

    @field_validator("name")
    @classmethod
    def _named(cls, name: str, info: ValidationInfo) -> str:
        return exposed_name(name, metric=False, utf8=info.data.get("utf8", False))

    def __str__(self) -> str:
        return str(self.name)  # one that was refused may be no text


def _labels(value: object) -> object:
    if isinstance(value, tuple | list):
        return tuple(Label(item) if isinstance(item, str) else item for item in value)
    return value


def _distinct(labels: tuple[Label | str, ...]) -> tuple[Label | str, ...]:
    names = [str(label) for label in labels]
    for name in names:
        if names.count(name) > 1:
            raise refuse(f"label `{name}` is listed twice", "List each label once.")
    return labels


def _ascending(bounds: tuple[float, ...]) -> tuple[float, ...]:
    for bound in bounds:
        if not math.isfinite(bound):
            raise refuse(
                f"`{bound}` is no bound of a bucket; the one of +Inf is always there, so that the metric would be read wrong",
                "List the finite bounds only.",
            )
    for lower, upper in itertools.pairwise(bounds):
        if upper <= lower:
            what = "is listed twice" if upper == lower else f"stands behind {lower:g}"
            raise refuse(
                f"the bound {upper:g} {what}; client libraries refuse such buckets, and quantiles of them would be wrong",
                "List each bound once, the smallest first.",
            )
    return bounds


def _shares(quantiles: tuple[float, ...]) -> tuple[float, ...]:
    for quantile in quantiles:
        if not 0 <= quantile <= 1:
            raise refuse(
                f"{quantile:g} is no quantile: it is a share of the observations, from 0 to 1",
                "Write the 99th percentile as 0.99.",
            )
        if quantiles.count(quantile) > 1:
            raise refuse(f"the quantile {quantile:g} is listed twice", "List each quantile once.")
    return quantiles


def _wide(limits: tuple[float, float] | None) -> tuple[float, float] | None:
    if limits is not None and not limits[0] < limits[1]:
        raise refuse(
            f"no value lies between {limits[0]:g} and {limits[1]:g}, so every condition on the metric would look wrong",
            "Write the smallest value, then the largest, such as `(0, 1)`.",
        )
    return limits


# Upper bounds of classic buckets.
Buckets: TypeAlias = Annotated[tuple[Number, ...], AfterValidator(_ascending)]


# A name alone is a label of which nothing more is known.
Labels: TypeAlias = Annotated[tuple[Label | str, ...], BeforeValidator(_labels), AfterValidator(_distinct)]


class Metric(Spec):
    """What all metrics have. A metric is identified by its job and name; services may share one declaration.

    In an f-string a metric is its name: `f"rate({http_requests}[5m])"`; with `utf8` it is the quoted selector, to which
    further matchers are written by hand.
    """

    type: ClassVar[MetricType]
    external: ClassVar[bool] = False

    # Before the name, which is judged by it.
    utf8: Switch = Field(default=False, description="Whether the name may hold any character (Prometheus 3.0).")
    name: str = Field(kw_only=False, description="The name as it is exposed, such as `http_requests_total`.")
    help: Text = Field(
        default="", kw_only=False, description="What it measures, in a sentence; it becomes the help text."
    )
    unit: str = Field(
        default="", description="The base unit, such as `seconds`, `bytes` or `ratio`; empty for a plain count."
    )
    labels: Labels = Field(
        default=(), description="The labels that every one of its series carries, beside job and instance."
    )
    allow: tuple[Allow, ...] | Allow = Field(
        default=(), description="Checks whose findings on this metric are accepted."
    )

    @field_validator("name")
    @classmethod
    def _named(cls, name: str, info: ValidationInfo) -> str:
        return exposed_name(name, metric=True, utf8=info.data.get("utf8", False))

    def __str__(self) -> str:
        if self.utf8:
            quoted = str(self.name).replace("\\", "\\\\").replace('"', '\\"')
            return f'{{"{quoted}"}}'
        return str(self.name)  # one that was refused may be no text

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    @property
    def label(self) -> str:
        """How messages call it."""
        return f"metric {self.name}"


class Counter(Metric):
    """A count that only grows, and starts again from 0 with its process."""

    type = "counter"


class Gauge(Metric):
    """A value that goes up and down."""

    type = "gauge"
    range: Annotated[tuple[Number, Number] | None, AfterValidator(_wide)] = Field(
        default=None, description="The smallest and largest value it can have, such as (0, 1) for a ratio."
    )


class Histogram(Metric):
    """A distribution: classic buckets (`_bucket`, `_sum`, `_count`), native ones, or both."""

    type = "histogram"
    buckets: Buckets = Field(default=(), description="Upper bounds of the classic buckets, ascending, without +Inf.")
    native: Switch = Field(default=False, description="Whether native histograms are exposed under the bare name.")

    @property
    def bucket(self) -> str:
        """The name of the bucket series."""
        return f"{self.name}_bucket"

    @property
    def sum(self) -> str:
        """The name of the series with the sum of all observations."""
        return f"{self.name}_sum"

    @property
    def count(self) -> str:
        """The name of the series with the number of observations."""
        return f"{self.name}_count"


class Summary(Metric):
    """A distribution with quantiles that the application computes."""

    type = "summary"
    quantiles: Annotated[tuple[Number, ...], AfterValidator(_shares)] = Field(
        default=(), description="The quantiles it exposes, each from 0 to 1."
    )


class Info(Metric):
    """Facts as labels of a series that is always 1."""

    type = "info"


class External(Metric):
    """A metric that someone else's exporter emits: it can be referred to, and its name is not judged."""

    external = True
    kind: MetricType = Field(description="Its type.")
    buckets: Buckets = Field(default=(), description="Upper bounds of the classic buckets of a histogram.")
    native: Switch = Field(default=False, description="Whether it is exposed as a native histogram too.")

    @property
    def bucket(self) -> str:
        """The name of the bucket series."""
        return f"{self.name}_bucket"
