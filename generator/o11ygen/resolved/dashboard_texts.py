"""The texts of a dashboard in which Grafana replaces variables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from o11ygen.record import record
from o11ygen.resolved.dashboards import Dashboard, Panel
from o11ygen.resolved.source import Source


@record
class DashboardText:
    """A text, what messages call it, and the author's field that holds it.

    `prose` says that people read it: there a dollar sign may be one.
    """

    text: str
    what: str
    source: Source
    field: str
    prose: bool = False


def dashboard_texts(dashboard: Dashboard) -> Iterator[DashboardText]:
    """All of them, from top to bottom."""
    for variable in dashboard.variables:
        yield DashboardText(variable.query, variable.source.what, variable.source, "query")
    for title, url in dashboard.links:
        for text in (title, url):
            yield DashboardText(text, f'{dashboard.source.what}, link "{title}"', dashboard.source, "links")
    for row in dashboard.rows:
        yield DashboardText(row.title, row.source.what, row.source, "title")
        for panel in row.panels:
            yield from _panel_texts(panel)


def _panel_texts(panel: Panel) -> Iterator[DashboardText]:
    what = panel.source.what
    yield DashboardText(panel.title, what, panel.source, "title")
    yield DashboardText(panel.description, what, panel.source, "description", prose=True)
    for query in panel.queries:
        yield DashboardText(query.expr, what, query.source, "expr")
        yield DashboardText(query.legend, what, query.source, "legend")
    content = panel.settings.get("content")
    if isinstance(content, str):
        yield DashboardText(content, what, panel.source, "content", prose=True)
    yield from (DashboardText(text, what, panel.source, "extra", prose=not link) for text, link in _added(panel.extra))


def _added(value: object, *, link: bool = False) -> Iterator[tuple[str, bool]]:
    """Texts that the author adds, and whether they belong to a link."""
    if isinstance(value, str):
        yield value, link
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _added(item, link=link or key == "links")
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _added(item, link=link)
