"""blackbox.yml: one module for each probe, so that a probe's settings are its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, cast

from o11ygen import templating
from o11ygen.artifact import Artifact, DocumentPath
from o11ygen.lowering.durations import go_duration
from o11ygen.lowering.parts import document, merged, part
from o11ygen.lowering.secrets import file_fields, secret_problems
from o11ygen.renderer import RenderProblems, Written, renderer
from o11ygen.resolved import Probe, Stack
from o11ygen.targets.outlined import blackbox as target

if TYPE_CHECKING:
    from o11ygen.targets.blackbox import HTTPProbe, Prober

_Protocol: TypeAlias = Literal["ip4"]
# Compose makes networks without IPv6, and the exporter goes by the first address that it prefers, not by routes.
# https://github.com/prometheus/blackbox_exporter/issues/342
_OF_COMPOSE: Final = "ip4"
_FIELDS: Mapping[DocumentPath, str] = {
    ("http", "fail_if_body_not_matches_regexp"): "fail_if_body_not_matches",
    **{("http", name): name for name in ("method", "valid_status_codes", "fail_if_not_ssl", "follow_redirects")},
    ("tcp", "tls"): "tls",
}


@renderer("blackbox")
def render(stack: Stack) -> Iterator[Artifact]:
    """The modules, where anything is probed."""
    if not stack.probes:
        return
    # A probe that is declared twice is told of as such; two modules of one name would be no YAML.
    probes: dict[str, Probe] = {}
    for probe in stack.probes:
        probes.setdefault(probe.module, probe)
    config = {"modules": {module: _module(stack, probe) for module, probe in probes.items()}}
    text = templating.render("blackbox/blackbox.yml.j2", stack=stack, config=config, probes=probes.values())
    sources: dict[DocumentPath, object] = {
        ("modules", module): Written(probe.source, _FIELDS) for module, probe in probes.items()
    }
    yield Artifact("blackbox/blackbox.yml", text, config, target="blackbox", sources=sources)
    problems = [
        problem
        for probe in stack.probes
        for problem in secret_problems(probe.extra, model=target.Module, system="the blackbox exporter")
    ]
    if problems:
        raise RenderProblems(problems)


def _module(stack: Stack, probe: Probe) -> dict[str, Any]:
    first: _Protocol | None = _OF_COMPOSE if stack.compose else None
    http = _http(probe.settings, first) if probe.kind == "http" else None
    tls = True if probe.settings.get("tls") else None
    tcp = part(target.TCPProbe)(preferred_ip_protocol=first, tls=tls) if probe.kind == "tcp" else None
    module = document(
        part(target.Module)(
            prober=cast("Prober", probe.kind),
            timeout=go_duration(probe.timeout_ms),
            http=http if http is not None and http.model_fields_set else None,
            tcp=tcp if tcp is not None and tcp.model_fields_set else None,
        )
    )
    return merged(module, file_fields(probe.extra, model=target.Module))


def _http(settings: Mapping[str, Any], first: _Protocol | None) -> HTTPProbe:
    return part(target.HTTPProbe)(
        preferred_ip_protocol=first,
        method=settings.get("method"),
        valid_status_codes=list(settings.get("valid_status_codes", ())) or None,
        fail_if_not_ssl=settings.get("fail_if_not_ssl"),
        fail_if_body_not_matches_regexp=list(settings.get("fail_if_body_not_matches", ())) or None,
        follow_redirects=settings.get("follow_redirects"),
    )
