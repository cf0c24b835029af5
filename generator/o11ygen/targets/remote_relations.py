"""What holds between the fields of remote endpoints; without the models, so that it loads fast."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from o11ygen.targets.duration_text import milliseconds
from o11ygen.targets.http_relations import reserved_headers
from o11ygen.targets.relation import Fault, Versions, at_least, relation

if TYPE_CHECKING:
    from o11ygen.targets.remote import QueueConfig, RemoteRead, RemoteWrite


@relation
def own_headers(remote: RemoteWrite | RemoteRead, versions: Versions) -> Iterator[Fault]:
    """No header is one that the client sets itself."""
    yield from reserved_headers(remote.headers, "headers")


@relation
def queue_numbers(queue: QueueConfig, versions: Versions) -> Iterator[Fault]:
    """The numbers of a queue fit each other, where the release looks at them."""
    if not at_least(versions, prometheus="3.12"):
        return
    for name in ("capacity", "max_shards", "min_shards", "max_samples_per_send"):
        value = getattr(queue, name)
        if value is not None and value <= 0:
            yield Fault(f"`{name}` must be above zero", "Remove it for the default", (name,))
    fewest, most = (
        (1 if queue.min_shards is None else queue.min_shards),
        (50 if queue.max_shards is None else queue.max_shards),
    )
    if fewest > most > 0:
        yield Fault(f"`min_shards` {fewest} is more than `max_shards` {most}", "Lower it", ("min_shards",))
    first, longest = queue.min_backoff or "30ms", queue.max_backoff or "5s"
    if milliseconds(first) > milliseconds(longest):
        yield Fault(f"`min_backoff` {first} is longer than `max_backoff` {longest}", "Shorten it", ("min_backoff",))


@relation
def remote_url(remote: RemoteWrite | RemoteRead, versions: Versions) -> Iterator[Fault]:
    """A remote endpoint has a URL."""
    if remote.url is None:
        yield Fault("`url` is required", "Add the URL of the endpoint", ("url",))
    elif not remote.url:
        yield Fault("the URL is empty: promtool accepts it, and every request fails", "Add `url`", ("url",), "server")


@relation
def message_named(remote: RemoteWrite, versions: Versions) -> Iterator[Fault]:
    """A message that is given has a name: null is the empty one to Prometheus."""
    if "protobuf_message" in remote.model_fields_set and remote.protobuf_message is None:
        yield Fault("`protobuf_message` is null", "Name the message, or remove the field", ("protobuf_message",))
