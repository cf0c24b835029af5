from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity, nearest
from o11ygen.resolved import Stack
from o11ygen.resolved.dashboard_texts import DashboardText, dashboard_texts
from o11ygen.targets.grafana_variables import GLOBAL, references


@check("dashboard/unknown-variable", Severity.ERROR)
def dashboard_unknown_variable(stack: Stack) -> Iterator[Flaw]:
    """Queries, titles and links of a dashboard with a `$name` that is no variable of it, nor one that Grafana has itself.

    Grafana leaves the name as it stands: the query selects what is called `$name`, which is nothing, and the panel stays
    empty; a title shows the dollar sign, and a link leads elsewhere. Descriptions and the content of text panels are
    prose, where a dollar sign may be one. A group that a regular expression of the query names, as in
    `(?P<zone>.*)`, is no variable.

    Bad::

        Variable("instance", query="label_values(up, instance)")
        TimeSeriesPanel("Up", 'up{instance=~"$instances"}')

    Good::

        Variable("instance", query="label_values(up, instance)")
        TimeSeriesPanel("Up", 'up{instance=~"$instance"}')
    """
    for dashboard in stack.dashboards:
        known = {variable.name for variable in dashboard.variables} | {"datasource"}
        # A name that is misspelt, or was left behind, stands in many panels: that is one cause.
        found: dict[tuple[str, str], list[DashboardText]] = {}
        for text in dashboard_texts(dashboard):
            for name in () if text.prose else _unknown(text, known):
                found.setdefault((name, _WRONG.get(text.field, _SEEN)), []).append(text)
        for (name, wrong), texts in found.items():
            yield _flaw(name, wrong, texts, known)


def _unknown(text: DashboardText, known: set[str]) -> Iterator[str]:
    for name in dict.fromkeys(references(text.text)):
        # A dollar sign behind a backslash is one.
        if not (name in known or name in GLOBAL or name.startswith("__cell_") or f"\\${name}" in text.text):
            yield name


def _flaw(name: str, wrong: str, texts: list[DashboardText], known: set[str]) -> Flaw:
    text, others = texts[0], len({id(one.source) for one in texts[1:]} - {id(texts[0].source)})
    also = f" (as well in {others} other place{'s' if others > 1 else ''})" if others else ""
    grafanas = name.startswith("__")
    near = nearest(name, GLOBAL if grafanas else known, likeness=0.75)
    listed = ", ".join(f"`{one}`" for one in sorted(GLOBAL if grafanas else known))
    whose = "none of Grafana's own variables" if grafanas else "no variable of the dashboard"
    missing = f"Grafana has {listed}." if grafanas else f"Add it to the dashboard's `variables`, which are {listed}."
    return Flaw(
        text.source,
        f"{text.what}: `${name}` is {whose}, so Grafana leaves it as it stands, and {wrong}{also}",
        near or missing,
        field=text.field,
    )


_SEEN = "people see the dollar sign"
_WRONG = {
    "expr": "the query finds nothing",
    "query": "the query finds nothing",
    "datasource": "there is no datasource to ask",
    "links": "the link leads elsewhere",
    "extra": "the link leads elsewhere",
}
