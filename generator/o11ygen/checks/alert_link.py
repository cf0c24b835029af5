from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from o11ygen import conventions
from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import AlertRule, Stack
from o11ygen.resolved.alert_texts import texts_of

_LINKS = ("url", "link", "href")


@check("alert/link", Severity.WARNING, of="alert")
def alert_link(alert: AlertRule, stack: Stack) -> Iterator[Flaw]:
    """Annotations that are called a link and are none, or one that nobody else can open.

    A notification is read in a chat or on a phone: a path without its host, or an address of the machine on which somebody
    tried it, opens nothing there.

    Bad::

        annotations={"logs_url": "/explore?query=app"}

    Good::

        annotations={"logs_url": "https://grafana.example.com/explore?query=app"}
    """
    links = _links(tuple(alert.annotations))
    for one in texts_of(alert) if links else ():
        if one.kind == "label" or one.name not in links:
            continue
        # A project's dashboards follow from where Grafana is.
        if one.name == conventions.DASHBOARD and "conventions" in stack.known:
            continue
        text = one.text.strip()
        why = (
            _why_not(text, shared=stack.environment.tier != "development") if text and not text.startswith("{{") else ""
        )
        if why:
            # Templates of notifications may put the address of Grafana in front of a path.
            lacks_host = text.startswith("/") and "conventions" not in stack.known
            yield Flaw(
                alert.source,
                f"{alert.what}: {one.title} is `{_short(text)}`, {why}",
                _HINT,
                field=one.field,
                severity=Severity.INFO if lacks_host else None,
            )


@lru_cache(maxsize=256)
def _links(names: tuple[str, ...]) -> frozenset[str]:
    """The annotations that are called a link; a runbook is judged by a check of its own."""
    return frozenset(name for name in names if name.lower().endswith(_LINKS) and name != conventions.RUNBOOK)


_HINT = "Write the whole URL, as others open it, with https://."


def _why_not(text: str, *, shared: bool) -> str:
    """Why a text is no link that all can open who share the environment; empty for one that is."""
    address = re.match(r"https?://(?P<host>\{\{|\[?[^/\s?#]*)", text)
    if address is None:
        return "which is no link: it cannot be opened from the notification"
    if address["host"].partition(":")[0] in ("localhost", "127.0.0.1", "0.0.0.0", "[", ""):
        return "which each reader opens on their own machine" if shared else ""
    if re.search(r"\s", re.sub(r"(?s)\{\{.*?\}\}", "", text)):
        return "in which a link ends at the first blank"
    return ""


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:77]}..."
