"""`sampling-strategies.json` of Jaeger: how much SDKs with a remote sampler keep.

Jaeger reads this file leniently: it skips unknown keys, replaces what it can't read by its default, cuts fractions off
rates and drops what it does not support, each with at most a line in its log. Here all of that is a fault.
"""

from typing import Literal

from pydantic import Field

from o11ygen.targets import sampling_relations
from o11ygen.targets.model import Target
from o11ygen.targets.scalars import Float, Text


class Strategy(Target):
    """A probability, or a number of traces a second."""

    type: Literal["probabilistic", "ratelimiting"] = Field(description="Which of the two.")
    param: Float = Field(description="Probability from 0 to 1, or whole traces a second.")

    _number = sampling_relations.number


class OperationStrategy(Strategy):
    """The strategy of one operation; only a probability works here."""

    operation: Text = Field(description="Name of the operation, as in the span.")

    _kind = sampling_relations.operation


class DefaultStrategy(Strategy):
    """The strategy of services that are not listed; its operations hold for listed services too."""

    operation_strategies: list[OperationStrategy] | None = Field(default=None, description="Strategies by operation.")

    _operations = sampling_relations.operations


class ServiceStrategy(DefaultStrategy):
    """The strategy of one service."""

    service: Text = Field(description="Name of the service, as in `service.name`.")

    _named = sampling_relations.service


class SamplingStrategies(Target):
    """The whole file."""

    default_strategy: DefaultStrategy | None = Field(default=None, description="For services that are not listed.")
    service_strategies: list[ServiceStrategy] | None = Field(default=None, description="Strategies by service.")

    _services = sampling_relations.services
