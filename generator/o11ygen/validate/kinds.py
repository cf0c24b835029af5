"""The kinds of files that are judged."""

from __future__ import annotations

from typing import Literal, TypeAlias

from o11ygen.record import record

Form: TypeAlias = Literal["yaml", "json", "text"]


@record
class Kind:
    """A kind of file: what it is called, whose release decides, and the program that checks it, if there is one.

    `systems` are the targets whose versions its judge asks for. `checker` is what `valid` speaks for.
    """

    name: str
    title: str
    systems: tuple[str, ...] = ()
    checker: Literal["promtool", "amtool", ""] = ""
    form: Form = "yaml"


KINDS = {
    kind.name: kind
    for kind in (
        Kind("prometheus", "prometheus.yml", ("prometheus",), "promtool"),
        Kind("prometheus-agent", "prometheus.yml of an agent", ("prometheus",), "promtool"),
        Kind("rules", "rule file", ("prometheus",), "promtool"),
        Kind("alertmanager", "alertmanager.yml", ("alertmanager",), "amtool"),
        Kind("templates", "notification templates", ("alertmanager",), "amtool", "text"),
        Kind("tests", "rule tests", ("prometheus",), "promtool"),
        Kind("web", "web configuration", ("prometheus",), "promtool"),
        Kind("file-sd", "targets of file_sd", ("prometheus",), "promtool"),
        Kind("blackbox", "blackbox.yml", ("blackbox",)),
        Kind("jaeger", "configuration of Jaeger", ("jaeger",)),
        Kind("sampling", "sampling strategies", ("jaeger",), form="json"),
        Kind("jaeger-ui", "settings of Jaeger's page", ("jaeger",), form="json"),
        Kind("dashboard", "Grafana dashboard", ("grafana", "prometheus"), form="json"),
        Kind("provisioning", "Grafana provisioning", ("grafana",)),
        Kind("compose", "compose file"),
    )
}
