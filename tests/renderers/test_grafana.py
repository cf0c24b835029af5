"""Dashboards as files: any of them is accepted, ids stay when panels move, and faults point at the author's line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from o11ygen.artifact import Artifact, prove
from o11ygen.prove import prove_artifact
from o11ygen.renderer import Written, written_at
from o11ygen.renderers import grafana
from o11ygen.resolve import index, resolve
from o11ygen.resolved import Connection, Dashboard, Panel, Row, Stack, Threshold
from o11ygen.spec import dashboard as spec
from o11ygen.spec.project import Project
from o11ygen.targets.dashboard import judge_dashboard, walk_panels
from tests.dashboards import SETTINGS, make_dashboard, make_panel, make_query, make_row, make_variable, shop
from tests.stacks import make_endpoint, make_environment, make_server, make_stack
from tests.traces import make_traced

_NASTY = ("null", "None", "on", "{{ job }}", "$__all", "${datasource}", "\n", '"', "\\", "ü", "\u2028", "🦉", " x ")
text = st.one_of(st.sampled_from(_NASTY), st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
number = st.one_of(st.integers(-1000, 1000), st.floats(-1e9, 1e9, allow_nan=False))
thresholds = st.lists(st.builds(Threshold, number, st.sampled_from(("red", "orange", "#c4162a"))), max_size=3).map(
    lambda steps: tuple({step.value: step for step in steps}.values())
)
# The gate takes the text "null" for a null that was written wrongly, and nobody calls a series so.
legends = text.filter(lambda legend: legend != "null")
choices = st.fixed_dictionaries({"multi": st.booleans(), "include_all": st.booleans()})
queries = st.lists(st.builds(make_query, text, legend=legends), min_size=1, max_size=30).map(tuple)


@st.composite
def panels(draw: st.DrawFn) -> Panel:
    kind = draw(st.sampled_from(sorted(SETTINGS)))
    common = {
        "description": draw(text),
        "width": draw(st.integers(1, 24)),
        "height": draw(st.integers(2, 40)),
        "repeat": draw(st.sampled_from(("", "", "job"))),
    }
    if kind == "text":
        return make_panel(kind, draw(text), settings={"content": draw(text)}, **common)
    queried = tuple(make_query(one.expr, legend="" if kind == "table" else one.legend) for one in draw(queries))
    common |= {"queries": queried, "unit": draw(st.sampled_from(("", "s", "percentunit", "suffix:x")))}
    common["bounds"] = draw(st.fixed_dictionaries({}, optional={"min": number, "decimals": st.integers(0, 10)}))
    if kind != "heatmap":
        common |= {"thresholds": draw(thresholds), "mappings": draw(st.dictionaries(text, text, max_size=3))}
    return make_panel(kind, draw(text), **common)


@st.composite
def dashboards(draw: st.DrawFn) -> Dashboard:
    """Dashboards whose titles are unique, as they have to be."""
    many = draw(
        st.lists(panels(), max_size=8, unique_by=lambda panel: panel.title or panel.settings.get("content", ""))
    )
    number_of_rows = draw(st.integers(1, 3))
    rows = [
        make_row(*many[place::number_of_rows], title=str(place), collapsed=draw(st.booleans()))
        for place in range(number_of_rows)
    ]
    variables = (
        make_variable("job", title=draw(text), query="label_values(up, job)", **draw(choices)),
        make_variable("stage", values=("a", "b, c"), **draw(choices)),
    )
    return make_dashboard(
        *rows, description=draw(text), variables=variables, refresh=draw(st.sampled_from(("", "90s")))
    )


def rendered(stack: Stack) -> dict[str, Artifact]:
    return {artifact.path: artifact for artifact in grafana.render(stack)}


def document(*rows: Row) -> dict[str, Any]:
    (artifact,) = (
        artifact
        for artifact in rendered(make_stack(dashboards=(make_dashboard(*rows),))).values()
        if artifact.target == "dashboard"
    )
    value: dict[str, Any] = json.loads(artifact.text)
    return value


def nulls(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if value is None:
        yield path
    for step, item in value.items() if isinstance(value, dict) else enumerate(value if isinstance(value, list) else ()):
        yield from nulls(item, (*path, step))


@settings(max_examples=150, deadline=None)
@given(dashboards())
def test_grafana_accepts_every_dashboard_that_an_author_can_write(dashboard: Dashboard) -> None:
    artifact = rendered(make_stack(dashboards=(dashboard,)))["grafana/dashboards/Shop/shop-overview.json"]
    assert prove(artifact) == ""
    value = json.loads(artifact.text)
    assert judge_dashboard(value) == ()
    ids = [panel["id"] for _, panel in walk_panels(value)]
    assert len(set(ids)) == len(ids) == len(dashboard.panels) + len(dashboard.rows)
    assert {path[-3:] for path in nulls(value)} <= {("steps", 0, "value")}


@settings(max_examples=60, deadline=None)
@given(dashboards())
def test_the_text_is_json_as_people_read_it(dashboard: Dashboard) -> None:
    artifact = rendered(make_stack(dashboards=(dashboard,)))["grafana/dashboards/Shop/shop-overview.json"]
    # Read as numbers: 1e-5 and 0.00001 are one to every reader.
    assert json.dumps(json.loads(artifact.text)) == json.dumps(json.loads(json.dumps(artifact.value)))
    assert artifact.text.endswith("}\n")
    assert artifact.text.count("\n") == json.dumps(artifact.value, indent=2, ensure_ascii=False).count("\n") + 1


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_alertmanager_is_asked_as_alerts_are_sent(scheme: str) -> None:
    server = make_server(alertmanagers=(make_endpoint(connection=Connection(scheme, {}, {}, {})),))
    environment = make_environment(addresses={"alertmanager": ("alertmanager:9093", "second:9093")})
    artifacts = rendered(make_stack(prometheus=server, environment=environment))
    text = artifacts["grafana/provisioning/datasources/datasources.yaml"].text
    assert f"url: {scheme}://alertmanager:9093\n" in text


class TestStability:
    load, errors, queue, note = (
        make_panel(title=title, kind=kind)
        for title, kind in (("Load", "stat"), ("Errors", "timeseries"), ("Queue", "gauge"), ("Note", "text"))
    )

    def ids(self, *rows: Row) -> dict[str, int]:
        value = document(*rows)
        assert value["uid"] == "shop-overview"
        return {f"{panel['type']} {panel['title']}": panel["id"] for _, panel in walk_panels(value)}

    @pytest.mark.parametrize(
        "rows",
        [
            pytest.param((make_row(note, load, errors), make_row(queue, title="Work")), id="inserted first"),
            pytest.param((make_row(errors, load), make_row(queue, note, title="Work")), id="reordered"),
            pytest.param((make_row(load), make_row(queue, errors, title="Work")), id="moved to another row"),
            pytest.param((make_row(queue, title="Work"), make_row(load, errors)), id="rows exchanged"),
            pytest.param((make_row(load, errors, collapsed=True), make_row(queue, title="Work")), id="row closed"),
            pytest.param(
                (make_row(note, title="Help"), make_row(load, errors), make_row(queue, title="Work")), id="row added"
            ),
        ],
    )
    def test_ids_stay_when_panels_are_inserted_or_moved(self, rows: tuple[Row, ...]) -> None:
        before = self.ids(make_row(self.load, self.errors), make_row(self.queue, title="Work"))
        after = self.ids(*rows)
        assert before == {name: after[name] for name in before}

    def test_another_setting_of_a_panel_changes_nothing_else(self) -> None:
        before = document(make_row(self.load, self.errors))
        after = document(make_row(make_panel("stat", "Load", unit="s"), self.errors))
        assert [panel for _, panel in walk_panels(before)][2:] == [panel for _, panel in walk_panels(after)][2:]


class TestClosedRows:
    def test_panels_stand_inside_a_closed_row_and_behind_an_open_one(self) -> None:
        one, two = make_panel(title="One"), make_panel(title="Two")
        value = document(make_row(one, title="Open"), make_row(two, title="Closed", collapsed=True))
        first, behind, second = value["panels"]
        assert (first["collapsed"], first["panels"], behind["title"]) == (False, [], "One")
        assert (second["collapsed"], [panel["title"] for panel in second["panels"]]) == (True, ["Two"])


def stack_of(project: Project) -> Stack:
    resolution = resolve(project, project.environments[0], index(project), spec="specs")
    assert resolution.findings == ()
    assert resolution.stack is not None
    return resolution.stack


class TestPlaces:
    def test_each_part_of_the_document_knows_the_part_of_the_spec_it_comes_from(self) -> None:
        one, two = make_panel(title="One"), make_panel(title="Two", queries=(make_query("a"), make_query("b")))
        dashboard = make_dashboard(make_row(one), make_row(two, title="Closed", collapsed=True))
        artifact = rendered(make_stack(dashboards=(dashboard,)))["grafana/dashboards/Shop/shop-overview.json"]
        value = json.loads(artifact.text)
        for path, panel in walk_panels(value):
            written = artifact.sources[path]
            if panel["type"] == "row":
                assert written is next(row.source for row in dashboard.rows if row.title == panel["title"])
                continue
            source = next(each for each in dashboard.panels if each.title == panel["title"])
            assert isinstance(written, Written)
            assert written.source is source.source
            for number, query in enumerate(source.queries):
                assert written_at(artifact, (*path, "targets", number, "expr"))[0] is query.source
        assert written_at(artifact, ("time", "from"))[0] is dashboard.source

    @pytest.mark.parametrize(
        ("panel", "line"),
        [
            (
                spec.StatPanel(
                    "Load",
                    "up",
                    unit="secs",
                ),
                'unit="secs",',
            ),
            (
                spec.StatPanel(
                    "Load",
                    "up",
                    extra={"tranparent": True},
                ),
                'extra={"tranparent": True},',
            ),
        ],
    )
    def test_a_fault_is_reported_at_the_line_of_the_field(self, panel: spec.AnyPanel, line: str) -> None:
        stack = stack_of(shop(spec.Dashboard("overview", title="Overview", rows=(spec.Row("Health", (panel,)),))))
        artifact = rendered(stack)["grafana/dashboards/shop/shop-overview.json"]
        (finding,) = prove_artifact(artifact, stack.environment)
        lines = Path(__file__).read_text(encoding="utf-8").splitlines()
        assert Path(finding.location.file).name == Path(__file__).name
        assert lines[finding.location.line - 1].strip() == line


class TestProvisioning:
    def datasources(self, **parts: Any) -> Any:
        artifacts = rendered(make_stack(**parts))
        return artifacts["grafana/provisioning/datasources/datasources.yaml"].value

    def test_a_dashboards_variable_chooses_the_datasource_that_is_provisioned(self) -> None:
        (prometheus, *_) = self.datasources()["datasources"]
        chosen = document(make_row())["templating"]["list"][0]["current"]
        assert (chosen["text"], chosen["value"]) == (prometheus["name"], prometheus["uid"])

    def test_before_11_1_nothing_can_be_removed(self) -> None:
        old = self.datasources(environment=make_environment(versions={"grafana": "11.0"}))
        assert "prune" not in old
        assert self.datasources()["prune"] is True

    def test_a_server_below_a_path_is_asked_below_it(self) -> None:
        ops = {name: f"https://ops.example.com/{name}/" for name in ("prometheus", "alertmanager", "jaeger")}
        addresses = {
            "prometheus": ("p:9090",),
            "alertmanager": ("https://am.example.com",),
            "jaeger-query": ("j:16686",),
        }
        stack = make_traced("memory", environment={"urls": ops, "addresses": addresses})
        given = rendered(stack)["grafana/provisioning/datasources/datasources.yaml"].value
        # An address with its scheme is meant as it stands.
        assert [one["url"] for one in given["datasources"]] == [
            "http://p:9090/prometheus",
            "https://am.example.com",
            "http://j:16686/jaeger",
        ]

    def test_without_dashboards_no_directory_is_read(self) -> None:
        assert list(rendered(make_stack())) == ["grafana/provisioning/datasources/datasources.yaml"]
