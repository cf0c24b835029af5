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
        yield DashboardText(variable.datasource, variable.source.what, variable.source, "datasource")
    for title, url in dashboard.links:
        yield from _link_texts(title, url, dashboard.source)
    for row in dashboard.rows:
        yield DashboardText(row.title, row.source.what, row.source, "title")
        for panel in row.panels:
            yield from _panel_texts(panel)


def _panel_texts(panel: Panel) -> Iterator[DashboardText]:
    what = panel.source.what
    yield DashboardText(panel.title, what, panel.source, "title")
    yield DashboardText(panel.description, what, panel.source, "description", prose=True)
    yield DashboardText(panel.datasource, what, panel.source, "datasource")
    for query in panel.queries:
        yield DashboardText(query.expr, what, query.source, "expr")
        yield DashboardText(query.legend, what, query.source, "legend")
        yield DashboardText(query.datasource, what, query.source, "datasource")
    content = panel.settings.get("content")
    if isinstance(content, str):
        yield DashboardText(content, what, panel.source, "content", prose=True)
    yield from (DashboardText(text, what, panel.source, "extra", prose=not link) for text, link in _added(panel.extra))
    if not panel.extra:
        for title, url in panel.links:
            yield from _link_texts(title, url, panel.source)


def _link_texts(title: str, url: str, source: Source) -> Iterator[DashboardText]:
    for text in (title, url):
        yield DashboardText(text, f'{source.what}, link "{title}"', source, "links")


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
