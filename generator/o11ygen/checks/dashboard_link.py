from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl

from o11ygen import conventions
from o11ygen.check import Flaw, check
from o11ygen.finding import Severity, nearest
from o11ygen.resolved import Dashboard, Source, Stack

_ADDRESS = re.compile(r"(?P<server>https?://[^/?#]+[^?#]*?/|/)?d/(?P<uid>[^/?#]+)(?:/[^?#]*)?(?:\?(?P<query>[^#]*))?")


@check("dashboard/link", Severity.WARNING)
def dashboard_link(stack: Stack) -> Iterator[Flaw]:
    """Links to a dashboard that is not there, or that choose a variable which it does not have.

    Grafana opens "Dashboard not found" for the one, and ignores the other: the page then shows all instances instead of the
    one that was clicked on. Links to other servers, and those whose uid hangs on a variable, are not judged; nor are
    dashboards of other people, which only Grafana knows.

    Bad::

        Dashboard("overview", ..., links=(Link("Hosts", "/d/demo-host?var-instance=$instance"),))
        Dashboard("hosts", ...)

    Good::

        Dashboard("overview", ..., links=(Link("Hosts", "/d/demo-hosts"),))
        Dashboard("hosts", ...)
    """
    known = {dashboard.uid: dashboard for dashboard in stack.dashboards}
    own = f"{stack.environment.urls.get(conventions.GRAFANA, '').rstrip('/')}/"
    for dashboard in stack.dashboards:
        for title, url in dashboard.links:
            yield from _flaws(dashboard.source, title, url, own, known, stack)
        for panel in dashboard.panels:
            for title, url in panel.links:
                yield from _flaws(panel.source, title, url, own, known, stack)
        if "dashboards" in stack.known:
            yield from _tag_flaws(dashboard, stack)


def _flaws(source: Source, title: str, url: str, own: str, known: dict[str, Dashboard], stack: Stack) -> Iterator[Flaw]:
    match = _ADDRESS.fullmatch(url)
    if match is None or "$" in match["uid"] or (match["server"] or "/") not in ("/", own):
        return
    what, field = f'{source.what}, link "{title}"', "links"
    target = known.get(match["uid"])
    if target is None:
        if "dashboards" in stack.known:
            hint = nearest(match["uid"], known) or f"There are: {', '.join(sorted(known))}."
            yield Flaw(
                source, f"{what}: no dashboard has the uid `{match['uid']}`; it leads nowhere", hint, field=field
            )
        return
    names = {variable.name for variable in target.variables} | {"datasource"}
    for name, _ in parse_qsl(match["query"] or "", keep_blank_values=True):
        if name.startswith("var-") and "$" not in name and name.removeprefix("var-") not in names:
            message = f"{what}: `{name}` chooses a variable that {target.source.what} does not have, and is ignored"
            listed = ", ".join(f"`{one}`" for one in sorted(names))
            yield Flaw(source, message, nearest(name.removeprefix("var-"), names) or f"It has {listed}.", field=field)


def _tag_flaws(dashboard: Dashboard, stack: Stack) -> Iterator[Flaw]:
    for wanted in dashboard.linked_tags:
        if wanted and not any(set(wanted) <= set(other.tags) for other in stack.dashboards):
            listed = ", ".join(f"`{tag}`" for tag in wanted)
            message = f"{dashboard.source.what}: it links all dashboards tagged {listed}, and there is none"
            yield Flaw(dashboard.source, message, "Name a tag that some dashboard has.", field="links")
