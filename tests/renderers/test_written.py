"""A place in a document leads back to the author's line and field."""

from __future__ import annotations

import inspect

import pytest

from o11ygen.artifact import DocumentPath
from o11ygen.renderer import written_at
from o11ygen.renderers import prometheus_rules
from o11ygen.resolved import Source
from o11ygen.spec.alert import Alert, Severity
from tests.stacks import make_alert, make_group, make_stack

AUTHORED = Alert(
    "Down",
    expr="up == 0",
    severity=Severity.WARNING,
    for_="5m",
    summary="It is down",
    annotations={"more": "text"},
)
FIRST = inspect.getsource(inspect.getmodule(inspect.currentframe())).splitlines().index("AUTHORED = Alert(") + 1  # type: ignore[arg-type] # this module
RULE: DocumentPath = ("groups", 0, "rules", 0)


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (RULE, 0),
        ((*RULE, "expr"), 2),
        ((*RULE, "labels", "severity"), 3),
        ((*RULE, "for"), 4),
        ((*RULE, "annotations", "summary"), 5),
        ((*RULE, "annotations", "more"), 6),
        ((*RULE, "keep_firing_for"), 0),
    ],
)
def test_each_field_of_a_rule_leads_to_its_line(place: DocumentPath, line: int) -> None:
    source = Source("shop.Down", "alert Down", AUTHORED.origin)
    stack = make_stack(groups=(make_group(make_alert("Down", source=source)),))
    [artifact] = prometheus_rules.render(stack)
    found, location = written_at(artifact, place)
    assert found is source
    assert (location.file, location.line) == (__file__, FIRST + line)


def test_a_place_that_nothing_is_known_of_has_no_source() -> None:
    [artifact] = prometheus_rules.render(make_stack(groups=(make_group(make_alert()),)))
    source, location = written_at(artifact, ("groups",))
    assert source is None
    assert location.file == ""


def test_each_group_and_rule_of_a_file_has_its_source() -> None:
    group = make_group(make_alert("Down"), make_alert("Slow"))
    [artifact] = prometheus_rules.render(make_stack(groups=(group,)))
    places: list[DocumentPath] = [("groups", 0), RULE, ("groups", 0, "rules", 1)]
    assert list(artifact.sources) == places
    assert len(artifact.sources) == 3
    assert [written_at(artifact, place)[0] for place in places] == [group.source, *(one.source for one in group.rules)]
    for place in (("groups", 1), ("groups", 0, "rules", 2), ("groups", 1, "rules", 0), ("groups", 0, "name"), ()):
        assert place not in artifact.sources
