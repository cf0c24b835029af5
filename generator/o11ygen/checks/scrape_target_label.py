from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.promql import parse
from o11ygen.resolved import Job, Metric, Source, Stack
from o11ygen.resolved.routing import anchored

_WRITING = ("replace", "lowercase", "uppercase", "hashmod")


@check("scrape/target-label", Severity.ERROR, needs=("metrics", "scrape"))
def scrape_target_label(stack: Stack) -> Iterator[Flaw]:
    """Labels of targets that overwrite `job` or `instance`, or push aside a label of a metric.

    `$selector`, and every `job="..."` written by hand, selects by the name of the job: with another value there, all of
    these alerts select nothing, and are silent. Targets that share one `instance` can't be told apart, and a label that
    a metric has as well arrives as `exported_...`.

    Bad::

        ScrapeJob("shop", discovery=(Static(("shop:8080",), labels={"job": "web"}),))
        Alert("ShopDown", ..., expr='up{job="shop"} == 0')

    Good::

        ScrapeJob("shop", discovery=(Static(("shop:8080",), labels={"site": "web"}),))
        Alert("ShopDown", ..., expr='up{job="shop"} == 0')
    """
    exposed: dict[str, list[Metric]] = {}
    for metric in stack.metrics:
        for name in metric.jobs:
            exposed.setdefault(name, []).append(metric)
    for job in stack.jobs:
        yield from _confused(job)
        yield from _pushed_aside(job, exposed.get(job.name, ()))
    yield from _renamed(stack)


class _Renaming(NamedTuple):
    """Something that gives `job` another value: surely, or perhaps; also to what Prometheus makes itself, like `up`."""

    name: str
    source: Source
    what: str
    field: str
    sure: bool = True
    all_series: bool = True


def _renamed(stack: Stack) -> Iterator[Flaw]:
    """It harms where something selects by the name."""
    renamings = [*(one for job in stack.jobs for one in _renamings(job)), *_of_probes(stack)]
    if not renamings:
        return
    selecting: dict[tuple[str, bool], str] = {}
    for expression in stack.expressions:
        for selector in parse(expression.text).selectors:
            name = selector.value_of("job")
            selecting.setdefault((name, True), expression.what)
            if selector.metric in stack.series.metrics:
                selecting.setdefault((name, False), expression.what)
    for one in renamings:
        user = selecting.get((one.name, one.all_series))
        if user:
            missed = "selects nothing" if one.sure else "misses every series that has another"
            yield Flaw(
                one.source,
                f'{one.source.what}: {one.what}, and {user} selects `job="{one.name}"`: it {missed}',
                "Use another label for it, or select by what the series have.",
                field=one.field,
                severity=None if one.sure else Severity.WARNING,
            )


def _renamings(job: Job) -> Iterator[_Renaming]:
    given = [one.settings["labels"]["job"] for one in job.discovery if "job" in one.settings.get("labels", ())]
    for value in given:
        if value != job.name:
            what = f"the label `job` of its targets is `{value}`"
            yield _Renaming(job.name, job.source, what, "discovery", sure=len(job.discovery) == 1)
    if "job" in job.target_labels and not given:
        what = "`target_labels` says that relabeling or discovery gives the label `job`"
        yield _Renaming(job.name, job.source, what, "target_labels", sure=False)
    for field, steps in (("relabel", job.relabel), ("metric_relabel", job.metric_relabel)):
        for step in steps:
            replacement = step.get("replacement", "$1")
            if step.get("action", "replace") in _WRITING and step.get("target_label") == "job":
                fixed = "$" not in replacement and "regex" not in step
                if not fixed or replacement != job.name:
                    what = f"a step of `{field}` writes the label `job`"
                    yield _Renaming(job.name, job.source, what, field, sure=fixed, all_series=field == "relabel")
    if job.honor_labels:
        what = "with `honor_labels` a `job` that the target exposes wins"
        yield _Renaming(job.name, job.source, what, "honor_labels", sure=False, all_series=False)


def _of_probes(stack: Stack) -> Iterator[_Renaming]:
    for probe in stack.probes:
        value = probe.labels.get("job", probe.name)
        if value != probe.name:
            what = f"the label `job` of its targets is `{value}`"
            yield _Renaming(probe.name, probe.source, what, "labels")


def _confused(job: Job) -> Iterator[Flaw]:
    """Targets whose series can't be told apart."""
    for discovery in job.discovery:
        labels: Mapping[str, str] = discovery.settings.get("labels", {})
        targets = discovery.targets
        if "instance" in labels and len(targets) > 1:
            yield Flaw(
                job.source,
                f"{job.source.what}: its {len(targets)} targets share the label `instance`, "
                f"`{labels['instance']}`; their samples collide, and most of them are thrown away",
                "Take the label out: each target then has its address, or list each target with a label of its own.",
                field="discovery",
            )
    for step in job.metric_relabel:
        for name in ("job", "instance"):
            if _takes(step, name):
                yield Flaw(
                    job.source,
                    f"{job.source.what}: a step of `metric_relabel` takes the label `{name}` away; series of several "
                    "targets become one, and most samples are thrown away",
                    f"Keep `{name}`: narrow the step's `regex`.",
                    field="metric_relabel",
                )


def _takes(step: Mapping[str, Any], name: str) -> bool:
    action = step.get("action")
    pattern = anchored(step.get("regex") or "(.*)") if action in ("labeldrop", "labelkeep") else None
    return pattern is not None and (pattern.fullmatch(name) is not None) == (action == "labeldrop")


def _pushed_aside(job: Job, metrics: Iterable[Metric]) -> Iterator[Flaw]:
    if job.honor_labels:
        return
    for metric in metrics:
        for label in metric.labels:
            if label.name in job.target_labels:
                yield Flaw(
                    job.source,
                    f"{job.source.what}: its targets have the label `{label.name}`, which `{metric.name}` has too and "
                    f"which then arrives as `exported_{label.name}`; queries read the target's",
                    "Give the label of the targets another name.",
                    field="target_labels" if not _is_static(job, label.name) else "discovery",
                )


def _is_static(job: Job, name: str) -> bool:
    return any(name in one.settings.get("labels", ()) for one in job.discovery)
