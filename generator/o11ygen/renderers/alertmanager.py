"""alertmanager.yml, the notification templates it reads, and the flags of the server."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from o11ygen import conventions, templating
from o11ygen.artifact import Artifact, DocumentPath
from o11ygen.lowering.flags import alertmanager_flags
from o11ygen.lowering.integrations import (
    SHARED_WORDS,
    integration_document,
    integration_fields,
    integration_key,
    integration_problems,
)
from o11ygen.lowering.parts import document, merged, part
from o11ygen.lowering.routing import (
    INHIBITION_FIELDS,
    INTERVAL_FIELDS,
    inhibition_document,
    interval_document,
    route_document,
    route_head,
    route_sources,
)
from o11ygen.lowering.secrets import file_fields, secret_problems
from o11ygen.renderer import RenderProblem, RenderProblems, Written, renderer
from o11ygen.resolved import Receiver, Route, Stack
from o11ygen.targets.outlined import alertmanager, alertmanager_global, receivers

_TEMPLATES = "templates"
# Before, the list had the name of its only use. https://prometheus.io/docs/alerting/latest/configuration/
_TIME_INTERVALS_SINCE = (0, 24)


@renderer("alertmanager")
def render(stack: Stack) -> Iterator[Artifact]:
    """Everything of Alertmanager."""
    config = _config(stack)
    text = templating.render(
        "alertmanager/alertmanager.yml.j2",
        stack=stack,
        config=config,
        head=route_head,
        note=lambda route: _note(route, stack),
        intervals=_intervals_key(stack),
        further="From `Routing(extra=...)`.",
        receiver_notes=["Wakes somebody." if receiver.pages else "" for receiver in stack.receivers],
    )
    yield Artifact("alertmanager/alertmanager.yml", text, config, target="alertmanager", sources=_sources(stack))
    for one in stack.notification_templates:
        text = templating.render("alertmanager/notification.tmpl.j2", stack=stack, template=one)
        yield Artifact(f"alertmanager/{_TEMPLATES}/{one.name}.tmpl", text, format="text")
    flags = templating.render("alertmanager/flags.j2", stack=stack, flags=list(alertmanager_flags(stack)))
    yield Artifact("alertmanager/flags", flags, format="text")
    problems = tuple(_problems(stack))
    if problems:
        raise RenderProblems(problems)


def _note(route: Route, stack: Stack) -> str:
    """What a route is; that of a team says how people reach it."""
    contact = next((team.contact for team in stack.teams if route.title == f"team {team.name}"), "")
    return f"{route.title}: {contact}" if contact else route.title


def _config(stack: Stack) -> dict[str, Any]:
    shared = alertmanager_global.AlertmanagerGlobal
    config: dict[str, Any] = {
        "global": merged(
            document(part(shared)(**file_fields(stack.notifications, model=shared))),
            file_fields(stack.notifications_extra, model=shared),
        ),
        "templates": [f"{_TEMPLATES}/{one.name}.tmpl" for one in stack.notification_templates],
        "route": route_document(stack.route),
        _intervals_key(stack): [interval_document(interval) for interval in stack.time_intervals],
        "inhibit_rules": [inhibition_document(inhibition) for inhibition in stack.inhibitions],
        "receivers": [_receiver(receiver) for receiver in stack.receivers],
    }
    return merged(
        {section: value for section, value in config.items() if value},
        file_fields(stack.routing_extra, model=alertmanager.AlertmanagerConfig),
    )


def _intervals_key(stack: Stack) -> str:
    known = stack.environment.versions[conventions.ALERTMANAGER][:2] >= _TIME_INTERVALS_SINCE
    return "time_intervals" if known else "mute_time_intervals"


def _receiver(receiver: Receiver) -> dict[str, Any]:
    result = document(part(receivers.Receiver)(name=receiver.name))
    for integration in receiver.integrations:
        result.setdefault(integration_key(integration), []).append(integration_document(integration))
    return result


def _sources(stack: Stack) -> dict[DocumentPath, object]:
    sources: dict[DocumentPath, object] = {
        (): Written(stack.route.source),
        ("global",): Written(stack.environment.source, {(): "notifications"}),
        **dict(route_sources(stack.route)),
    }
    for name in stack.notifications_extra:
        sources["global", name] = Written(stack.notifications_source)
    for index, interval in enumerate(stack.time_intervals):
        sources[_intervals_key(stack), index] = Written(interval.source, INTERVAL_FIELDS)
    for index, inhibition in enumerate(stack.inhibitions):
        sources["inhibit_rules", index] = Written(inhibition.source, INHIBITION_FIELDS)
    for index, receiver in enumerate(stack.receivers):
        sources["receivers", index] = Written(receiver.source)
        counts: dict[str, int] = {}
        for integration in receiver.integrations:
            key = integration_key(integration)
            number = counts[key] = counts.get(key, -1) + 1
            sources["receivers", index, key, number] = Written(
                integration.source, integration_fields(integration), SHARED_WORDS
            )
    return sources


def _problems(stack: Stack) -> Iterator[RenderProblem]:
    for given, model in (
        (stack.notifications, alertmanager_global.AlertmanagerGlobal),
        (stack.notifications_extra, alertmanager_global.AlertmanagerGlobal),
        (stack.routing_extra, alertmanager.AlertmanagerConfig),
    ):
        yield from secret_problems(given, model=model, system="Alertmanager")
    for receiver in stack.receivers:
        for integration in receiver.integrations:
            yield from integration_problems(integration)
