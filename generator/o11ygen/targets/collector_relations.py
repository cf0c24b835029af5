"""What holds between the parts of a Collector's file that Jaeger shares; without the models, so that it loads fast."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from o11ygen.targets.reference import duration_of, number_of
from o11ygen.targets.relation import Fault, Versions, relation

if TYPE_CHECKING:
    from o11ygen.targets.collector import Batch, MemoryLimiter, OtlpReceiver, Pipeline


def type_of(component: str) -> str:
    """The type in a component's id: `batch` of `batch/slow`."""
    return component.partition("/")[0]


@relation
def any_protocol(receiver: OtlpReceiver, versions: Versions) -> Iterator[Fault]:
    """The receiver speaks something."""
    if not receiver.protocols.model_fields_set:
        yield Fault("an OTLP receiver needs at least one protocol", "Add `grpc` or `http`", ("protocols",))


@relation
def batch_sizes(batch: Batch, versions: Versions) -> Iterator[Fault]:
    """The largest batch is no smaller than the usual one."""
    largest, size = number_of(batch.send_batch_max_size), number_of(batch.send_batch_size)
    # A size that is not written is 8192.
    size = 8192 if batch.send_batch_size is None else size
    if largest and size is not None and largest < size:
        yield Fault(
            f"`send_batch_max_size` {largest:g} is smaller than `send_batch_size` {size:g}",
            "Raise it, or lower `send_batch_size` too",
            ("send_batch_max_size",),
        )


@relation
def batch_keys(batch: Batch, versions: Versions) -> Iterator[Fault]:
    """Each header is listed once."""
    seen: set[str] = set()
    for number, key in enumerate(batch.metadata_keys or ()):
        if key.lower() in seen:
            yield Fault(f"the header `{key}` is listed twice", "Remove one", ("metadata_keys", number))
        seen.add(key.lower())


@relation
def limiter_checks(limiter: MemoryLimiter, versions: Versions) -> Iterator[Fault]:
    """Memory is measured."""
    if limiter.check_interval is None or duration_of(limiter.check_interval) == 0:
        yield Fault("`check_interval` must be longer than zero", "Write `1s`", ("check_interval",))


@relation
def limits(limiter: MemoryLimiter, versions: Versions) -> Iterator[Fault]:
    """There is a limit, and room below it."""
    if limiter.limit_mib in (None, 0) and limiter.limit_percentage in (None, 0):
        yield Fault("a memory limiter needs a limit", "Set `limit_percentage: 80` or `limit_mib`")
    for limit, spike in (("limit_mib", "spike_limit_mib"), ("limit_percentage", "spike_limit_percentage")):
        most, room = number_of(getattr(limiter, limit)), number_of(getattr(limiter, spike))
        if most and room is not None and room >= most:
            yield Fault(f"`{spike}` {room:g} leaves nothing of `{limit}` {most:g}", "Lower it", (spike,))
    for name in ("limit_percentage", "spike_limit_percentage"):
        value = number_of(getattr(limiter, name))
        if value is not None and value > 100:
            yield Fault(f"`{name}` is {value:g}, more than all there is", "Write at most 100", (name,))


@relation
def pipeline_ends(pipeline: Pipeline, versions: Versions) -> Iterator[Fault]:
    """A pipeline has both ends."""
    for name in ("receivers", "exporters"):
        if not getattr(pipeline, name):
            yield Fault(f"a pipeline needs at least one of its {name}", "Name one", (name,))
