"""What holds between the fields of Elasticsearch as a storage of Jaeger; without the models, so that it loads fast."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from o11ygen.targets.checked_text import url_fault
from o11ygen.targets.reference import refers
from o11ygen.targets.relation import Fault, Versions, present, relation

if TYPE_CHECKING:
    from o11ygen.targets.jaeger_elasticsearch import Elasticsearch, Index, Rotation, SearchAuth

_SUPPORTED = (0, 7, 8, 9, 101, 102, 103)
_LEGACY = (
    "use_aliases",
    "use_ilm",
    "span_read_alias",
    "span_write_alias",
    "service_read_alias",
    "service_write_alias",
)


@relation
def one_login(auth: SearchAuth, versions: Versions) -> Iterator[Fault]:
    """One way to log in."""
    found = present(auth, "basic", "bearer_token", "api_key")
    if len(found) > 1:
        listed = " and ".join(f"`{name}`" for name in found)
        yield Fault(f"{listed} exclude each other: both set the Authorization header", "Keep one", (found[-1],))


@relation
def one_rotation(rotation: Rotation, versions: Versions) -> Iterator[Fault]:
    """One way of rotation, that Jaeger has."""
    found = [name for name, _ in rotation.given()]
    if len(found) > 1:
        listed = " and ".join(f"`{name}`" for name in found)
        yield Fault(f"{listed} exclude each other", "Keep one way of rotation", (found[-1],))
    if "data_stream" in found:
        yield Fault(
            "`data_stream` is read by Jaeger and then refused: it is not implemented",
            "Use `auto_rollover` with a lifecycle policy",
            ("data_stream",),
        )


@relation
def rotation_home(index: Index, versions: Versions) -> Iterator[Fault]:
    """How an index rotates stands in one place."""
    if index.rotation is not None and index.rotation.model_fields_set:
        for name in present(index, "date_layout", "rollover_frequency"):
            yield Fault(f"`{name}` and `rotation` exclude each other", "Move it to `rotation.periodic`", (name,))


@relation
def servers(search: Elasticsearch, versions: Versions) -> Iterator[Fault]:
    """The servers are reached by URLs."""
    if not search.server_urls:
        yield Fault("`server_urls` is empty", "Name a server", ("server_urls",))
    for number, url in enumerate(search.server_urls):
        fault = "" if refers(url) else url_fault(url)
        if fault:
            yield Fault(fault, "Write a URL such as `http://elasticsearch:9200`", ("server_urls", number))


@relation
def version(search: Elasticsearch, versions: Versions) -> Iterator[Fault]:
    """The server's version is one that Jaeger knows."""
    if isinstance(search.version, int) and search.version not in _SUPPORTED:
        yield Fault(
            f"Jaeger does not know the server version {search.version}",
            "Write 0 to ask the server, 7 to 9 for Elasticsearch, or 101 to 103 for OpenSearch",
            ("version",),
        )


@relation
def aliases(search: Elasticsearch, versions: Versions) -> Iterator[Fault]:
    """What aliases need is there."""
    if search.use_ilm is True and search.use_aliases is not True:
        yield Fault("`use_ilm` needs `use_aliases: true`", "Add it", ("use_ilm",))
    # Templates are created unless that is switched off.
    if search.use_ilm is True and search.create_mappings in (None, True):
        yield Fault("`use_ilm` needs `create_mappings: false`", "es-rollover creates the templates", ("use_ilm",))
    for read, write in (("span_read_alias", "span_write_alias"), ("service_read_alias", "service_write_alias")):
        found = present(search, read, write)
        if len(found) == 1:
            yield Fault(f"`{read}` and `{write}` come together", "Set both", (found[0],))
        if found and search.use_aliases is not True:
            yield Fault(f"`{found[0]}` needs `use_aliases: true`", "Add it", (found[0],))


@relation
def rotations(search: Elasticsearch, versions: Versions) -> Iterator[Fault]:
    """Rotation is said in the old way or in the new one."""
    indices = search.indices
    kinds = (indices.spans, indices.services, indices.dependencies, indices.sampling) if indices else ()
    if any(kind is not None and kind.rotation is not None and kind.rotation.model_fields_set for kind in kinds):
        for name in present(search, *_LEGACY):
            yield Fault(f"`{name}` and `rotation` exclude each other", "Remove it", (name,))
