"""sampling-strategies.json as Jaeger reads it: it refuses what is no JSON of this shape, and mends the rest in silence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from o11ygen.targets.model import Path
from o11ygen.targets.model import judge as judge_model
from o11ygen.targets.sampling import SamplingStrategies
from o11ygen.validate.context import Context
from o11ygen.validate.flaw import Flaw, warning

# What Go's decoder takes into each field; null is taken everywhere.
_SHAPES: dict[str, tuple[tuple[type, ...], str]] = {
    "default_strategy": ((Mapping,), "an object"),
    "service_strategies": ((list,), "a list"),
    "operation_strategies": ((list,), "a list"),
    "service": ((str,), "text"),
    "operation": ((str,), "text"),
    "type": ((str,), "text"),
    "param": ((int, float), "a number"),
}


def judge(value: Any, context: Context) -> Iterator[Flaw]:
    """What Jaeger refuses, and what it replaces by something else."""
    if value is None:
        yield warning(
            "jaeger/value", "without strategies Jaeger samples everything alike", "Write `default_strategy`.", ()
        )
        return
    if not isinstance(value, Mapping):
        yield Flaw("jaeger/value", "sampling strategies are an object: Jaeger does not start", "Begin it with `{`.")
        return
    refused = list(_refused(value, ()))
    yield from refused
    places = [flaw.path for flaw in refused]
    for problem in judge_model(SamplingStrategies, value, context.versions):
        if any(problem.path[: len(place)] == place for place in places):
            continue
        name = problem.path[-1] if problem.path else ""
        if problem.kind == "unknown":
            message = f"Jaeger ignores the unknown field `{name}`"
            yield warning("jaeger/field", message, problem.hint, problem.path, on_key=True)
        elif problem.message.endswith(("is not a probability", "is no number of traces a second")):
            yield Flaw("jaeger/value", f"{problem.message}: no SDK can follow it", problem.hint, problem.path)
        else:
            yield warning("jaeger/value", _softly(problem.message, str(name)), problem.hint, problem.path)


def _softly(message: str, name: str) -> str:
    """What Jaeger does with a value that it can't use."""
    if message.startswith("must be") or message.endswith("is required"):
        said = f"`{name}` {message}" if message.startswith("must") else message
        return f"{said}: Jaeger logs a line and takes the default strategy"
    return message


def _refused(value: Any, path: Path) -> Iterator[Flaw]:
    """Values of another JSON type than the field has, wherever they stand."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            if item is not None and not isinstance(item, Mapping):
                yield Flaw(
                    "jaeger/value", "a strategy is an object: Jaeger does not start", "Write `{...}`.", (*path, index)
                )
            else:
                yield from _refused(item, (*path, index))
    if not isinstance(value, Mapping):
        return
    for name, item in value.items():
        types, words = _SHAPES.get(name, ((object,), ""))
        if item is not None and (not isinstance(item, types) or (isinstance(item, bool) and words)):
            message = f"`{name}` must be {words}: Jaeger does not start"
            yield Flaw("jaeger/value", message, f"Write {words}.", (*path, name))
        elif words in ("a list", "an object"):
            yield from _refused(item, (*path, name))
