"""References to datasources: Grafana wants objects with a type and a uid, never names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from o11ygen.dashboardjson.plain import Json
from o11ygen.record import record

_VARIABLE = re.compile(r"\$(?:(\w+)|\{(\w+)(?::\w+)?\})")
_BUILT_IN = {"-- Mixed --": "datasource", "-- Dashboard --": "datasource", "-- Grafana --": "grafana"}


@record
class DatasourceTypes:
    """The plugin type behind each datasource variable of a dashboard: `{"datasource": "prometheus"}`."""

    by_variable: Mapping[str, str]

    @classmethod
    def of(cls, variables: Sequence[Mapping[str, Any]]) -> DatasourceTypes:
        """Read them from the dashboard's variables: a datasource variable's query is its plugin type."""
        return cls(
            {
                str(variable["name"]): str(variable["query"])
                for variable in variables
                if variable.get("type") == "datasource" and "name" in variable and "query" in variable
            }
        )

    def behind(self, uid: str) -> str:
        """The type that `uid` stands for, or an empty string where the uid alone must do."""
        if uid in _BUILT_IN:
            return _BUILT_IN[uid]
        match = _VARIABLE.fullmatch(uid)
        return self.by_variable.get(match[1] or match[2], "") if match else ""


def datasource_ref(value: Any, types: DatasourceTypes) -> Json | None:
    """A `{"type", "uid"}` reference from a name, a uid, a variable or a reference; None means Grafana's default."""
    if not value or value == "default":
        return None
    reference: Json = dict(value) if isinstance(value, dict) else {"uid": str(value)}
    uid = reference.get("uid")
    if isinstance(uid, str) and not reference.get("type"):
        kind = types.behind(uid)
        if kind:
            reference["type"] = kind
    return {key: reference[key] for key in sorted(reference)}
