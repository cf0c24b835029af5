"""Rules and dashboards that strangers wrote, as the stack of an environment of which nothing else is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from o11ygen.foreign.facts import Facts
from o11ygen.resolved import (
    UNKNOWN,
    Dashboard,
    Environment,
    PrometheusServer,
    RecordingRule,
    Retention,
    Route,
    RuleGroup,
    SeriesIndex,
    Stack,
)
from o11ygen.resolved.routing import Router
from o11ygen.resolved.source import Text
from o11ygen.version import Version

# What Prometheus takes where nothing is said: no check goes by a scrape interval that nobody told.
_DEFAULT_INTERVAL_MS = 60_000
_DEFAULT_TIMEOUT_MS = 10_000
_NOWHERE = Route("", "", (), (), 0, 0, 0, (), (), False, False, frozenset(), (), UNKNOWN)


def stack_of(
    groups: Iterable[RuleGroup],
    dashboards: Iterable[Dashboard],
    *,
    facts: Facts,
    versions: Mapping[str, Version],
    texts: Sequence[Text] = (),
) -> Stack:
    """The stack of these rules and dashboards; what it knows is said in its `known`.

    `texts` are those of the dashboards, where one may be a credential.
    """
    groups = tuple(groups)
    records = [rule for group in groups for rule in group.rules if isinstance(rule, RecordingRule)]
    series = SeriesIndex.build((), records, (), ())
    series.complete = False
    series.usual_ms = facts.scrape_interval_ms
    return Stack(
        project="",
        spec="",
        environment=Environment(
            name="",
            tier="",
            may_page=True,
            versions=versions,
            external_labels=facts.external_labels,
            addresses={},
            urls={},
            retention=Retention(facts.retention_ms, 0, 0, 0),
            source=UNKNOWN,
        ),
        teams=(),
        services=(),
        metrics=(),
        jobs=(),
        probes=(),
        groups=groups,
        series=series,
        prometheus=PrometheusServer(
            scrape_interval_ms=facts.scrape_interval_ms or _DEFAULT_INTERVAL_MS,
            scrape_timeout_ms=_DEFAULT_TIMEOUT_MS,
            # Who sets one of the two sets the other alike, as a rule.
            evaluation_interval_ms=facts.scrape_interval_ms or _DEFAULT_INTERVAL_MS,
            query_offset_ms=0,
            features=facts.features,
            alertmanagers=(),
            alert_relabel=(),
            remote_write=(),
            limits={},
            web_tls={},
            users={},
            extra={},
            source=UNKNOWN,
        ),
        route=_NOWHERE,
        router=Router.of(_NOWHERE),
        receivers=(),
        inhibitions=(),
        time_intervals=(),
        notification_templates=(),
        notifications={},
        dashboards=tuple(dashboards),
        datasources={},
        tracing=(),
        rule_files="",
        compose=False,
        source=UNKNOWN,
        known=facts.known,
        texts=texts,
    )
