"""What holds between the fields of sampling strategies; without the models, so that it loads fast."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from o11ygen.targets.relation import Fault, Versions, relation, repeated

if TYPE_CHECKING:
    from o11ygen.targets.sampling import (
        DefaultStrategy,
        OperationStrategy,
        SamplingStrategies,
        ServiceStrategy,
        Strategy,
    )

_LARGEST_RATE = 2**31 - 1


@relation
def number(strategy: Strategy, versions: Versions) -> Iterator[Fault]:
    """The number is one of its kind."""
    if strategy.type == "probabilistic" and not 0 <= strategy.param <= 1:
        yield Fault(f"{strategy.param:g} is not a probability", "Write 0 to 1, such as 0.1 for 10 %", ("param",))
    if strategy.type == "ratelimiting":
        yield from _rate(strategy.param)


@relation
def operation(strategy: OperationStrategy, versions: Versions) -> Iterator[Fault]:
    """An operation has a name and a probability."""
    if strategy.type == "ratelimiting":
        hint = "Use `probabilistic`, or limit the rate of the whole service"
        yield Fault("Jaeger drops a rate limit on an operation", hint, ("type",))
    if not strategy.operation:
        yield Fault("`operation` is empty", "Name the operation, or remove the entry", ("operation",))


@relation
def operations(strategy: DefaultStrategy, versions: Versions) -> Iterator[Fault]:
    """Each operation is named once."""
    names = ((number, each.operation) for number, each in enumerate(strategy.operation_strategies or ()))
    hint = "Keep one: both are sent, and SDKs differ in which they take"
    yield from repeated(names, "the operation", hint, at=lambda number: ("operation_strategies", number, "operation"))


@relation
def service(strategy: ServiceStrategy, versions: Versions) -> Iterator[Fault]:
    """A service has a name."""
    if not strategy.service:
        yield Fault("`service` is empty", "Name the service", ("service",))


@relation
def services(file: SamplingStrategies, versions: Versions) -> Iterator[Fault]:
    """Each service is named once."""
    names = ((number, each.service) for number, each in enumerate(file.service_strategies or ()))
    hint = "Keep one: the last wins, and the others say what is not so"
    yield from repeated(names, "the service", hint, at=lambda number: ("service_strategies", number, "service"))


def _rate(rate: float) -> Iterator[Fault]:
    if not 0 <= rate <= _LARGEST_RATE:
        yield Fault(f"{rate:g} is no number of traces a second", "Write a whole number, 0 or more", ("param",))
    elif rate != int(rate):
        hint = "Write a whole number, or use `probabilistic` for less than one trace a second"
        yield Fault(f"Jaeger cuts {rate:g} traces a second to {int(rate)}", hint, ("param",))
