"""What a service's app answers to a scrape, made from the metrics that the spec declares for it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping

from o11ygen.resolved import Label, Metric


def exposition(metrics: Iterable[Metric], *, examples: Mapping[str, str]) -> str:
    """Every metric in the text format, once for each combination of its labels' values.

    `examples` has a value for each label that declares none; where the spec has a pattern for it, it must match.
    """
    return "".join(f"{line}\n" for metric in metrics for line in _lines(metric, examples))


def _lines(metric: Metric, examples: Mapping[str, str]) -> Iterator[str]:
    yield f"# HELP {metric.name} {metric.help}"
    yield f"# TYPE {metric.name} {metric.type}"
    names = [label.name for label in metric.labels]
    for values in itertools.product(*(_values(label, examples) for label in metric.labels)):
        labels = [f'{name}="{value}"' for name, value in zip(names, values, strict=True)]
        if metric.type == "histogram":
            for bound in (*(f"{bucket:g}" for bucket in metric.buckets), "+Inf"):
                yield _sample(f"{metric.name}_bucket", [*labels, f'le="{bound}"'])
            yield _sample(f"{metric.name}_sum", labels)
            yield _sample(f"{metric.name}_count", labels)
        else:
            yield _sample(metric.name, labels)


def _values(label: Label, examples: Mapping[str, str]) -> tuple[str, ...]:
    if label.values:
        return label.values
    value = examples[label.name]
    assert re.fullmatch(label.pattern or ".*", value), f"{label.name} is never {value!r}"
    return (value,)


def _sample(name: str, labels: list[str]) -> str:
    return f"{name}{{{','.join(labels)}}} 1" if labels else f"{name} 1"
