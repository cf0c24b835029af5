"""`sampling-strategies.json` of Jaeger: how much SDKs with a remote sampler keep.

Jaeger reads this file leniently: it skips unknown keys, replaces what it can't read by its default, cuts fractions off
rates and drops what it does not support, each with at most a line in its log. Here all of that is a fault.
"""

from collections.abc import Iterator, Mapping
from typing import Literal

from pydantic import Field

from o11ygen.targets.model import Target
from o11ygen.targets.relation import Fault, Versions, relation, repeated
from o11ygen.targets.scalars import Float, Text

_LARGEST_RATE = 2**31 - 1


class Strategy(Target):
    """A probability, or a number of traces a second."""

    type: Literal["probabilistic", "ratelimiting"] = Field(description="Which of the two.")
    param: Float = Field(description="Probability from 0 to 1, or whole traces a second.")

    @relation
    def _number(self, versions: Versions) -> Iterator[Fault]:
        if self.type == "probabilistic" and not 0 <= self.param <= 1:
            yield Fault(f"{self.param:g} is not a probability", "Write 0 to 1, such as 0.1 for 10 %", ("param",))
        if self.type == "ratelimiting":
            yield from _rate(self.param)


def _rate(rate: float) -> Iterator[Fault]:
    if not 0 <= rate <= _LARGEST_RATE:
        yield Fault(f"{rate:g} is no number of traces a second", "Write a whole number, 0 or more", ("param",))
    elif rate != int(rate):
        hint = "Write a whole number, or use `probabilistic` for less than one trace a second"
        yield Fault(f"Jaeger cuts {rate:g} traces a second to {int(rate)}", hint, ("param",))


class OperationStrategy(Strategy):
    """The strategy of one operation; only a probability works here."""

    operation: Text = Field(description="Name of the operation, as in the span.")

    @relation
    def _kind(self, versions: Versions) -> Iterator[Fault]:
        if self.type == "ratelimiting":
            hint = "Use `probabilistic`, or limit the rate of the whole service"
            yield Fault("Jaeger drops a rate limit on an operation", hint, ("type",))
        if not self.operation:
            yield Fault("`operation` is empty", "Name the operation, or remove the entry", ("operation",))


class DefaultStrategy(Strategy):
    """The strategy of services that are not listed; its operations hold for listed services too."""

    operation_strategies: list[OperationStrategy] | None = Field(default=None, description="Strategies by operation.")

    @relation
    def _operations(self, versions: Versions) -> Iterator[Fault]:
        names = ((number, each.operation) for number, each in enumerate(self.operation_strategies or ()))
        hint = "Keep one: both are sent, and SDKs differ in which they take"
        yield from repeated(
            names, "the operation", hint, at=lambda number: ("operation_strategies", number, "operation")
        )


class ServiceStrategy(DefaultStrategy):
    """The strategy of one service."""

    service: Text = Field(description="Name of the service, as in `service.name`.")

    @relation
    def _named(self, versions: Versions) -> Iterator[Fault]:
        if not self.service:
            yield Fault("`service` is empty", "Name the service", ("service",))


class SamplingStrategies(Target):
    """The whole file."""

    default_strategy: DefaultStrategy | None = Field(default=None, description="For services that are not listed.")
    service_strategies: list[ServiceStrategy] | None = Field(default=None, description="Strategies by service.")

    @relation
    def _services(self, versions: Versions) -> Iterator[Fault]:
        names = ((number, each.service) for number, each in enumerate(self.service_strategies or ()))
        hint = "Keep one: the last wins, and the others say what is not so"
        yield from repeated(names, "the service", hint, at=lambda number: ("service_strategies", number, "service"))

    def probabilities(self, service: str, *, otherwise: float) -> Mapping[str, float]:
        """What a service's SDK is told, by operation; `""` is every operation that is not named.

        `otherwise` is Jaeger's `default_sampling_probability`. An operation of the service wins over one of the
        default strategy. A service limited in rate has no entry under `""`.
        """
        found = next((each for each in reversed(self.service_strategies or []) if each.service == service), None)
        default = self.default_strategy
        chosen = found or default
        result: dict[str, float] = {}
        if chosen is None:
            return {"": otherwise}
        if chosen.type == "probabilistic":
            result[""] = chosen.param
        for source in (default, found):
            for each in (source.operation_strategies or ()) if source is not None else ():
                result[each.operation] = each.param
        return result
