"""ui-config.json: what Jaeger's web page offers, and where it leads."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from o11ygen import conventions
from o11ygen.lowering.parts import document, part
from o11ygen.resolved import Stack, Tracing
from o11ygen.targets.outlined import jaeger_ui as target

if TYPE_CHECKING:
    from o11ygen.targets.jaeger_ui import LinkPattern, MenuItem

# What Jaeger itself looks back at most where no retention is promised.
_USUAL_HOURS = 72
_HOUR_MS = 3_600_000


def ui_document(stack: Stack, tracing: Tracing) -> dict[str, Any]:
    """The whole file. The Monitor tab stays off: it needs metrics made from spans, which nothing here makes."""
    grafana = stack.environment.urls.get(conventions.GRAFANA, "").rstrip("/")
    items = [_item(title, url) for title, url in (*tracing.links, *((("Grafana", grafana),) if grafana else ()))]
    return document(
        part(target.JaegerUi)(
            dependencies=part(target.Dependencies)(menu_enabled=True),
            monitor=part(target.Monitor)(menu_enabled=False),
            menu=[part(target.Menu)(label="Links", items=items)] if items else None,
            link_patterns=[_explore(grafana, tracing)] if grafana else None,
        )
    )


def _item(label: str, url: str) -> MenuItem:
    return part(target.MenuItem)(label=label, url=url, anchor_target="_blank")


def _explore(grafana: str, tracing: Tracing) -> LinkPattern:
    """From a trace to the same one in Grafana, beside the metrics and with its datasource's links."""
    hours = max(1, tracing.retention_ms // _HOUR_MS) if tracing.retention_ms else _USUAL_HOURS
    datasource = {"type": "jaeger", "uid": conventions.DATASOURCE_JAEGER}
    pane = {
        "datasource": conventions.DATASOURCE_JAEGER,
        "queries": [{"refId": "A", "datasource": datasource, "query": "#{traceID}"}],
        "range": {"from": f"now-{hours}h", "to": "now"},
    }
    # Jaeger puts the id, encoded, in place of `#{traceID}`, which must therefore stay as it is.
    panes = quote(json.dumps({"trace": pane}, separators=(",", ":")), safe="#{}:,")
    panes = panes.replace("{", "%7B").replace("}", "%7D").replace("#%7BtraceID%7D", "#{traceID}")
    url = f"{grafana}/explore?schemaVersion=1&orgId=1&panes={panes}"
    return part(target.LinkPattern)(type="traces", url=url, text="Open in Grafana")
