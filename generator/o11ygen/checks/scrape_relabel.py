from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from o11ygen.check import Flaw, check
from o11ygen.finding import Related, Severity
from o11ygen.promql import Query, Selector, parse
from o11ygen.resolved import Expression, Job, Source, Stack
from o11ygen.resolved.alert_texts import templates_of
from o11ygen.resolved.expressions import queries_of
from o11ygen.resolved.marked import marked
from o11ygen.resolved.routing import Matcher
from o11ygen.resolved.scraped import Remainder, Remainders

_IN_LEGEND = r"\{\{\s*([A-Za-z_]\w*)\s*\}\}"


@check("scrape/relabel", Severity.ERROR, needs=("metrics", "scrape"))
def scrape_relabel(stack: Stack) -> Iterator[Flaw]:
    """Alerts, recording rules and panels on what `metric_relabel` drops: a metric, or a label of one.

    Both sides look right on their own. Together they select nothing: the alert is silent from the day on which somebody
    drops a metric to save space, and nobody is told.

    Bad::

        ScrapeJob("app", metric_relabel=(Relabel(action="drop", source_labels=("__name__",), regex="requests_.*"),))
        Alert("Busy", ..., expr="rate(requests_total[5m]) > 100")

    Good::

        ScrapeJob("app", metric_relabel=(Relabel(action="drop", source_labels=("__name__",), regex="go_gc_.*"),))
        Alert("Busy", ..., expr="rate(requests_total[5m]) > 100")
    """
    jobs = {job.name: job for job in stack.jobs if job.metric_relabel}
    touched = _touched(stack, jobs) if jobs else frozenset()
    if not touched:
        return

    def left(job: str, series: str) -> Remainder:
        metric = next(one for one in stack.series.metrics[series] if job in one.jobs)
        return Remainders.of(stack).left(jobs[job], metric, series)

    for expression in stack.expressions:
        if touched.isdisjoint(stack.series.kinds.read_by(expression.text)):
            continue
        query = parse(expression.text)
        for selector in query.selectors:
            exposing = _exposing(stack, selector)
            if not exposing or not all(name in jobs for name in exposing):
                continue
            found = [left(name, selector.metric) for name in exposing]
            where = tuple(_related(jobs[name]) for name in exposing)
            if all(one.dropped or one.name not in ("", selector.metric) for one in found):
                what = f"`{selector.metric}` is dropped or renamed"
                yield _flaw(expression, selector, what, "the query returns nothing", where)
                continue
            lost = frozenset.intersection(*(one.lost for one in found))
            for label in dict.fromkeys(name for name in _labels_used(query, selector) if name in lost):
                what = f"the label `{label}` of `{selector.metric}` is dropped"
                yield _flaw(expression, selector, what, f"nothing is selected or told apart by `{label}`", where)
    yield from _shown(stack, jobs, left)


def _touched(stack: Stack, jobs: Mapping[str, Job]) -> frozenset[str]:
    """The series that some job drops, renames, or takes a label from: who reads none of them finds all as it was."""
    remainders = Remainders.of(stack)
    return frozenset(
        series
        for metric in stack.metrics
        for name in metric.jobs
        if name in jobs
        for series in metric.series
        if not remainders.left(jobs[name], metric, series).is_whole(series)
    )


_Left: TypeAlias = Callable[[str, str], Remainder]


def _shown(stack: Stack, jobs: Mapping[str, Job], left: _Left) -> Iterator[Flaw]:
    """Annotations and legends that show a label which is dropped."""
    for alert in stack.alerts:
        lost = _lost(stack, alert.expr, jobs, left)
        version = stack.environment.versions["prometheus"]
        for one, template in templates_of(alert, version=version) if lost else ():
            for label in template.labels if one.kind == "annotation" else ():
                if label in lost and label not in alert.labels:
                    what = f"{alert.source.what}: {one.title} shows `$labels.{label}`"
                    yield _of_shown(alert.source, what, label, lost[label], one.field)
    for dashboard in stack.dashboards:
        for asked in queries_of(dashboard, scrape_interval_ms=stack.prometheus.scrape_interval_ms):
            labels = re.findall(_IN_LEGEND, asked.query.legend)
            lost = _lost(stack, asked.text, jobs, left) if labels else {}
            for label in dict.fromkeys(labels):
                if label in lost:
                    what = f"{asked.panel.source.what}: its legend shows `{label}`"
                    yield _of_shown(asked.query.source, what, label, lost[label], "legend")


def _lost(stack: Stack, text: str, jobs: Mapping[str, Job], left: _Left) -> dict[str, tuple[Related, ...]]:
    """The labels that every series of an expression's selectors has lost, with where."""
    lost: dict[str, tuple[Related, ...]] = {}
    kept: set[str] = set()
    for selector in parse(text).selectors:
        exposing = _exposing(stack, selector)
        gone: frozenset[str] = frozenset()
        if exposing and all(name in jobs for name in exposing):
            gone = frozenset.intersection(*(left(name, selector.metric).lost for name in exposing))
            lost |= dict.fromkeys(gone, tuple(_related(jobs[name]) for name in exposing))
        kept |= (stack.series.possible(selector.metric) or lost.keys()) - gone
    return {label: where for label, where in lost.items() if label not in kept}


def _of_shown(source: Source, what: str, label: str, where: tuple[Related, ...], field: str) -> Flaw:
    return Flaw(
        source,
        f"{what}, which `metric_relabel` of the job that exposes it drops; it is shown as nothing",
        "Keep it there, or take it out here.",
        field=field,
        related=where,
    )


def _exposing(stack: Stack, selector: Selector) -> tuple[str, ...]:
    """The jobs that the selected series come from; none where something else may make them."""
    if selector.metric in stack.series.records:
        return ()
    named = [matcher for matcher in selector.matchers if matcher.name == "job"]
    names = dict.fromkeys(job for metric in stack.series.metrics.get(selector.metric, ()) for job in metric.jobs)
    return tuple(
        name for name in names if all(Matcher(one.name, one.op, one.value).matches({"job": name}) for one in named)
    )


def _labels_used(query: Query, selector: Selector) -> Iterator[str]:
    yield from (matcher.name for matcher in selector.matchers if matcher.value)
    for grouping in query.groupings:
        if grouping.clause in ("by", "on") and selector.metric in grouping.metrics:
            yield from grouping.labels


def _related(job: Job) -> Related:
    return Related(job.source.location("metric_relabel"), f"{job.source.what} drops it here")


def _flaw(expression: Expression, selector: Selector, what: str, consequence: str, where: tuple[Related, ...]) -> Flaw:
    return Flaw(
        expression.source,
        f"{expression.what}: {what} by `metric_relabel` of the job that exposes it; {consequence}",
        "Keep it there, or take it out here.",
        field=expression.field,
        related=where,
        excerpt=marked(expression.text, selector),
    )
