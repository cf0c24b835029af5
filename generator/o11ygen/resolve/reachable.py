"""Targets that somebody wrote and that can't be called: Prometheus and the exporter start with them all the same."""

from __future__ import annotations

import re
from collections.abc import Iterable

from o11ygen.credentials import is_credential
from o11ygen.finding import Severity
from o11ygen.resolve.at import At, Here
from o11ygen.resolved import Source
from o11ygen.spec import scrape as spec

_SCHEME = "__scheme__"
_HOST_AND_PORT = re.compile(r"(?:\[[0-9A-Fa-f:.]+(?:%\w+)?\]|[^\s:\[\]]+)(?::(\d{1,5}))?")


def judge_scraped(at: At, job: Here, source: Source) -> None:
    """The targets of a job that no relabeling mends; those of the environment are judged where they stand."""
    for one in job.discovery if not job.relabel else ():
        for target in (at.here(one, source).targets or ()) if isinstance(one, spec.Static) else ():
            # What holds a slash is no target of any release, which the model of the file says.
            if "/" not in target and not _is_callable(target):
                at.report(
                    "spec/value",
                    source,
                    f"{source.what}: the target `{_shown(target)}` is not `host:port`, so no scrape of it succeeds",
                    "Write `host:port` with a port from 1 to 65535, and an IPv6 address in brackets.",
                    "discovery",
                )


def judge_tls(at: At, given: Here, source: Source, *, relabel: Iterable[Here] = ()) -> None:
    """TLS settings of an endpoint whose scheme, which relabeling may still change, asks for none."""
    if given.tls is None or given.scheme != "http" or any(step.target_label == _SCHEME for step in relabel):
        return
    if any(step.action == "labelmap" for step in relabel):
        return
    _report_idle_tls(at, source, "`scheme` is `http`", 'Add `scheme="https"`')


def judge_url(at: At, given: Here, source: Source) -> None:
    """TLS settings of an endpoint whose URL asks for none."""
    if given.tls is not None and given.url.lower().startswith("http://"):
        _report_idle_tls(at, source, "`url` begins with `http://`", "Write `https://`")


def _report_idle_tls(at: At, source: Source, why: str, instead: str) -> None:
    at.report(
        "spec/value",
        source,
        f"{source.what}: `tls` is given and {why}, so the certificates are never looked at, and what is sent can be read on "
        "the way",
        f"{instead}, or take `tls` out.",
        "tls",
        severity=Severity.WARNING,
    )


def judge_asked(at: At, probe: Here, targets: Iterable[str], source: Source) -> None:
    """The exporter takes a URL for an HTTP probe, and `host:port` for a TCP one."""
    for target in targets:
        is_url = "://" in target
        if isinstance(probe, spec.TcpProbe) and (is_url or ":" not in target or not _is_callable(target)):
            at.report(
                "spec/value",
                source,
                f"{source.what}: the target `{_shown(target)}` is not `host:port`, so no connection is made and the probe "
                "always fails",
                "Write `host:port`, or use `HttpProbe` for a URL.",
                "targets",
            )
        elif isinstance(probe, spec.HttpProbe) and not target.startswith(("http://", "https://")):
            at.report(
                "spec/value",
                source,
                f"{source.what}: the target `{_shown(target)}` is no URL; the exporter would ask it over plain HTTP, "
                "whatever its users do",
                "Write the scheme, such as `https://shop.example.com/health`, or use `TcpProbe` for `host:port`.",
                "targets",
            )


def _shown(target: str) -> str:
    return "..." if is_credential(target, "") else target


def _is_callable(target: str) -> bool:
    """Whether something can be called at a target; without a port it is that of the scheme."""
    match = _HOST_AND_PORT.fullmatch(target)
    return match is not None and (match[1] is None or 0 < int(match[1]) < 65_536)
