"""blackbox.yml: one module for each probe, so that a probe's settings are its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, cast

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
    config = {"modules": {probe.module: _module(probe) for probe in stack.probes}}
    text = templating.render("blackbox/blackbox.yml.j2", stack=stack, config=config)
    sources: dict[DocumentPath, object] = {
        ("modules", probe.module): Written(probe.source, _FIELDS) for probe in stack.probes
    }
    yield Artifact("blackbox/blackbox.yml", text, config, target="blackbox", sources=sources)
    problems = [
        problem
        for probe in stack.probes
        for problem in secret_problems(probe.extra, model=target.Module, system="the blackbox exporter")
    ]
    if problems:
        raise RenderProblems(problems)


def _module(probe: Probe) -> dict[str, Any]:
    http = _http(probe.settings) if probe.kind == "http" else None
    tcp = part(target.TCPProbe)(tls=True) if probe.kind == "tcp" and probe.settings.get("tls") else None
    module = document(
        part(target.Module)(
            prober=cast("Prober", probe.kind),
            timeout=go_duration(probe.timeout_ms),
            http=http if http is not None and http.model_fields_set else None,
            tcp=tcp,
        )
    )
    return merged(module, file_fields(probe.extra, model=target.Module))


def _http(settings: Mapping[str, Any]) -> HTTPProbe:
    return part(target.HTTPProbe)(
        method=settings.get("method"),
        valid_status_codes=list(settings.get("valid_status_codes", ())) or None,
        fail_if_not_ssl=settings.get("fail_if_not_ssl"),
        fail_if_body_not_matches_regexp=list(settings.get("fail_if_body_not_matches", ())) or None,
        follow_redirects=settings.get("follow_redirects"),
    )
