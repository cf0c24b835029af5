"""sampling-strategies.json: what Jaeger tells services that ask it how many traces to take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from o11ygen.lowering.parts import document, part
from o11ygen.resolved import ServiceTracing, Tracing
from o11ygen.targets.outlined import sampling as target

if TYPE_CHECKING:
    from o11ygen.targets.sampling import ServiceStrategy


def strategies_document(tracing: Tracing) -> dict[str, Any]:
    """The environment's share for services that are not listed, then each service that asks."""
    strategies = document(
        part(target.SamplingStrategies)(
            default_strategy=part(target.DefaultStrategy)(type="probabilistic", param=tracing.default_ratio),
            service_strategies=[_service(service) for service in tracing.remote_services],
        )
    )
    strategies["service_strategies"] = [_named_first(service) for service in strategies["service_strategies"]]
    return strategies


def _named_first(strategy: dict[str, Any]) -> dict[str, Any]:
    """The same with the name of the service, and of each operation, before what holds for it."""
    result = {name: strategy[name] for name in ("service", "operation") if name in strategy} | strategy
    if "operation_strategies" in result:
        result["operation_strategies"] = [_named_first(operation) for operation in result["operation_strategies"]]
    return result


def _service(service: ServiceTracing) -> ServiceStrategy:
    operations = [
        part(target.OperationStrategy)(operation=name, type="probabilistic", param=ratio)
        for name, ratio in service.operations.items()
    ]
    return part(target.ServiceStrategy)(
        service=service.service_name,
        type="probabilistic",
        param=service.ratio,
        operation_strategies=operations or None,
    )
