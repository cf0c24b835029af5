"""Dashboards of which Grafana loads only one, because they share what must be unique."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from o11ygen.finding import Related
from o11ygen.resolved.dashboards import Dashboard
from o11ygen.resolved.flaw import Flaw


def collisions(dashboards: Iterable[Dashboard]) -> Iterator[Flaw]:
    """Each dashboard that shares its uid with an earlier one, or its title in one folder; what is not known is not shared."""
    uids: dict[str, Dashboard] = {}
    titles: dict[tuple[str, str], Dashboard] = {}
    for dashboard in dashboards:
        if dashboard.uid:
            first = uids.setdefault(dashboard.uid, dashboard)
            if first is not dashboard:
                field = "name" if dashboard.service else "uid"
                yield _loses(
                    dashboard, first, f"the uid `{dashboard.uid}`", f"Give one of the two another {field}.", field
                )
        if dashboard.folder:
            first = titles.setdefault((dashboard.folder.casefold(), dashboard.title.casefold()), dashboard)
            if first is not dashboard:
                shared = f"the folder `{dashboard.folder}` and the title `{dashboard.title}`"
                hint = "Give one of the two another title, or another folder."
                yield _loses(dashboard, first, shared, hint, "title")


def _loses(dashboard: Dashboard, first: Dashboard, shared: str, hint: str, field: str) -> Flaw:
    message = f"{dashboard.source.what}: it shares {shared} with {first.source.what}; Grafana loads only one of them"
    return Flaw(dashboard.source, message, hint, field, (Related(first.source.location(field), "the first one"),))
