"""Where the alerts of a project go: with the labels that their expressions, rules and relabeling give them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from o11ygen import pipeline
from o11ygen.finding import nearest
from o11ygen.resolved import AlertRule, Stack
from o11ygen.resolved.outcomes import Values
from o11ygen.resolved.sent import Sent
from o11ygen.routing.fault import InquiryError
from o11ygen.routing.inhibition import silencers
from o11ygen.routing.simulation import Outcome, Simulation, Stop
from o11ygen.routing.tree import Node
from o11ygen.settings import NoProjectError, find_project

_FILE = "alertmanager/alertmanager.yml"


def of_project(
    folder: Path, environment: str, names: Sequence[str], firing: Sequence[Mapping[str, str]], at: datetime
) -> tuple[Simulation, list[tuple[str, list[tuple[str, Outcome]]]]]:
    """The simulation of an environment, and for each named alert and level its title and cases.

    Raises InquiryError.
    """
    try:
        run = pipeline.run(
            find_project(folder), names=[environment] if environment else (), render=True, keep_stacks=True
        )
    except (NoProjectError, pipeline.UnusableError) as error:
        raise InquiryError(f"{error} Or name an alertmanager.yml with --config.") from None
    if not run.usable or not run.stacks:
        raise InquiryError("the specs can't be read. Run `o11ygen lint` for what is wrong.")
    if len(run.stacks) > 1 and not environment:
        raise InquiryError(f"the project has several environments. Choose one with --env: {', '.join(run.stacks)}.")
    name, stack = next(iter(run.stacks.items()))
    artifact = next((one for one in run.artifacts.get(name, ()) if one.path == _FILE), None)
    if artifact is None or not isinstance(artifact.value, Mapping):
        raise InquiryError(f"the environment {name} renders no {_FILE}. Run `o11ygen lint` for what is wrong.")
    simulation = Simulation.of(artifact.value)
    known = {rule.id for rule in stack.alerts} | {rule.name for rule in stack.alerts}
    answers: list[tuple[str, list[tuple[str, Outcome]]]] = []
    for wanted in names:
        found = [rule for rule in stack.alerts if wanted in (rule.id, rule.name)]
        if not found:
            hint = nearest(wanted, known) or "Write a name or id as `o11ygen explain` takes it."
            raise InquiryError(f"{name} has no alert `{wanted}`. {hint}")
        answers += [(rule.what, list(_cases(stack, rule, simulation, firing, at))) for rule in found]
    return simulation, answers


def _cases(
    stack: Stack, rule: AlertRule, simulation: Simulation, firing: Sequence[Mapping[str, str]], at: datetime
) -> Iterator[tuple[str, Outcome]]:
    """Each end that the alert may come to, for which of its series, with the labels that are known of all of them."""
    nodes: dict[int, Node] = {
        id(route): node for route, node in zip(stack.router.root.walk(), simulation.root.walk(), strict=True)
    }
    labels = _sure_labels(stack, rule)
    for end in Sent.of(stack).outcomes(rule):
        stops = [nodes[id(route)] for route in end.routes]
        yield (
            end.where,
            Outcome(
                labels,
                tuple(Stop(node, node.group(labels), tuple(simulation.muted_by(node, at))) for node in stops),
                tuple(silencers(simulation.inhibitions, labels, firing)),
            ),
        )


def _sure_labels(stack: Stack, rule: AlertRule) -> dict[str, str]:
    names = {"alertname", *rule.labels, *stack.environment.external_labels, *stack.router.read}
    for possible in Sent.of(stack).labels(rule, sorted(names)):
        if possible is not None:
            single = {name: next(iter(value.known)) for name, value in possible.items() if _is_single(value)}
            return {name: text for name, text in single.items() if text}
    return {}


def _is_single(values: Values) -> bool:
    return len(values.known) == 1 and not values.open
