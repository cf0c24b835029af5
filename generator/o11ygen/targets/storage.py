"""Storage, runtime and OTLP reception of Prometheus."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Literal

from pydantic import Field

from o11ygen.targets import storage_relations
from o11ygen.targets.model import Since, Target
from o11ygen.targets.relation import Fault, Versions, at_least, relation
from o11ygen.targets.scalars import Bool, Duration, Float, Int, Size, Text


class Retention(Target):
    """How long and how much is kept."""

    time: Duration | None = Field(default=None, description="How long; 15d when neither time nor size is given.")
    size: Size | None = Field(default=None, description="How much; 0 for any.")
    percentage: Annotated[Float | None, Since(prometheus="3.11")] = Field(
        default=None, description="How much of the disk, 0 to 100; wins over `size`."
    )

    _ranges = storage_relations.ranges


class ChunkEncoding(Target):
    """How samples are encoded."""

    floats: Literal["", "xor", "xor2"] | None = Field(default=None, description="Encoding of floats.")


class TSDB(Target):
    """The local storage."""

    retention: Annotated[Retention | None, Since(prometheus="3.8")] = Field(default=None, description="Retention.")
    out_of_order_time_window: Duration | None = Field(
        default=None, description="How late a sample may come; 0s for not at all."
    )
    stale_series_compaction_threshold: Annotated[Float | None, Since(prometheus="3.10")] = Field(
        default=None, description="Share of stale series that starts a compaction; 0 for never."
    )
    chunk_encoding: Annotated[ChunkEncoding | None, Since(prometheus="3.13")] = Field(
        default=None, description="Encoding of samples."
    )


class Exemplars(Target):
    """The exemplars kept in memory."""

    max_exemplars: Int | None = Field(default=None, description="How many; 0 for none.")


class Storage(Target):
    """Storage."""

    tsdb: Annotated[TSDB | None, Since(prometheus="2.39")] = Field(default=None, description="The local storage.")
    exemplars: Exemplars | None = Field(default=None, description="Exemplars.")


class Runtime(Target):
    """The Go runtime."""

    gogc: Int | None = Field(default=None, description="Growth of the heap that starts a collection, in percent.")


_STRATEGY_SINCE = {
    "UnderscoreEscapingWithSuffixes": "3.0",
    "NoUTF8EscapingWithSuffixes": "3.0",
    "NoTranslation": "3.4",
    "UnderscoreEscapingWithoutSuffixes": "3.6",
}


class OTLP(Target):
    """What is made of the metrics that arrive over OTLP."""

    translation_strategy: Annotated[
        Literal[
            "",
            "UnderscoreEscapingWithSuffixes",
            "NoUTF8EscapingWithSuffixes",
            "NoTranslation",
            "UnderscoreEscapingWithoutSuffixes",
        ]
        | None,
        Since(prometheus="3.0"),
    ] = Field(default=None, description="How names are translated.")
    promote_resource_attributes: list[Text] | None = Field(
        default=None, description="Resource attributes that become labels."
    )
    promote_all_resource_attributes: Annotated[Bool | None, Since(prometheus="3.5")] = Field(
        default=None, description="All resource attributes become labels."
    )
    ignore_resource_attributes: Annotated[list[Text] | None, Since(prometheus="3.5")] = Field(
        default=None, description="Those that do not, when all others do."
    )
    promote_scope_metadata: Annotated[Bool | None, Since(prometheus="3.6")] = Field(
        default=None, description="The scope's metadata becomes labels."
    )
    keep_identifying_resource_attributes: Annotated[Bool | None, Since(prometheus="3.1")] = Field(
        default=None, description="Keep service.name and its kin in `target_info`."
    )
    convert_histograms_to_nhcb: Annotated[Bool | None, Since(prometheus="3.4")] = Field(
        default=None, description="Store explicit histograms as native ones with custom buckets."
    )
    label_name_underscore_sanitization: Annotated[Bool | None, Since(prometheus="3.8")] = Field(
        default=None, description="Prefix label names that start with an underscore."
    )
    label_name_preserve_multiple_underscores: Annotated[Bool | None, Since(prometheus="3.8")] = Field(
        default=None, description="Keep several underscores in a row."
    )

    @relation
    def _strategy(self, versions: Versions) -> Iterator[Fault]:
        since = _STRATEGY_SINCE.get(self.translation_strategy or "")
        if since and not at_least(versions, prometheus=since):
            message = f"the strategy `{self.translation_strategy}` needs Prometheus {since}"
            yield Fault(message, "Use `UnderscoreEscapingWithSuffixes`", ("translation_strategy",))

    @relation
    def _attributes(self, versions: Versions) -> Iterator[Fault]:
        if self.promote_all_resource_attributes and self.promote_resource_attributes:
            message = "`promote_all_resource_attributes` excludes `promote_resource_attributes`"
            yield Fault(message, "Keep one of them", ("promote_resource_attributes",))
        if self.ignore_resource_attributes and not self.promote_all_resource_attributes:
            message = "`ignore_resource_attributes` has no effect without `promote_all_resource_attributes`"
            yield Fault(message, "Remove it, or promote all", ("ignore_resource_attributes",))
        for field in ("promote_resource_attributes", "ignore_resource_attributes"):
            yield from _list_faults(getattr(self, field) or (), field)


def _list_faults(attributes: Sequence[str], field: str) -> Iterator[Fault]:
    seen: set[str] = set()
    for index, attribute in enumerate(attributes):
        name = attribute.strip()
        if not name:
            yield Fault("a resource attribute must not be empty", "Remove it", (field, index))
        elif name in seen:
            yield Fault(f"the resource attribute `{name}` is given twice", "Keep the first", (field, index))
        seen.add(name)
