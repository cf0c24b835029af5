"""What `extra` may hold: fields that o11ygen has no word for. The others have one, which is judged and followed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from o11ygen.resolve.at import At
from o11ygen.resolved import Source
from o11ygen.spec.alert import Alert
from o11ygen.spec.model import Spec
from o11ygen.spec.receiver import Integration
from o11ygen.spec.scrape import Prometheus, RemoteWrite, ScrapeJob

Path: TypeAlias = tuple[str, ...]

_HTTP_CLIENT: Mapping[Path, str] = {
    ("basic_auth",): "`basic_auth=`",
    ("authorization",): "`authorization=`",
    ("bearer_token",): "`authorization=`",
    ("bearer_token_file",): "`authorization=`",
    ("tls_config",): "`tls=`",
}
# The target's fields that follow from the author's, by the object that has them. What is below one is owned with it.
_OWNED: Mapping[type[Spec], Mapping[Path, str]] = {
    Alert: {
        ("alert",): "the alert's name",
        ("expr",): "`expr=`",
        ("for",): "`for_=`",
        ("keep_firing_for",): "`keep_firing_for=`",
        ("labels",): "`labels=`",
        ("annotations",): "`annotations=`",
    },
    ScrapeJob: {
        ("job_name",): "the job's name",
        ("scrape_interval",): "`interval=`",
        ("scrape_timeout",): "`timeout=`",
        ("metrics_path",): "`path=`",
        ("relabel_configs",): "`relabel=`",
        ("metric_relabel_configs",): "`metric_relabel=`",
        ("static_configs",): "`discovery=(Static(...),)`",
        ("file_sd_configs",): "`discovery=(FileDiscovery(...),)`",
        **{(name,): f"`{name}=`" for name in ("scheme", "params", "honor_labels", "body_size_limit")},
        **{(name,): f"`{name}=`" for name in ("sample_limit", "target_limit", "label_limit")},
        **_HTTP_CLIENT,
    },
    RemoteWrite: {
        ("write_relabel_configs",): "`write_relabel=`",
        **{(name,): f"`{name}=`" for name in ("name", "url", "headers", "send_native_histograms")},
        **_HTTP_CLIENT,
    },
    Prometheus: {
        ("global", "rule_query_offset"): "`query_offset=`",
        ("global", "external_labels"): "`Environment(external_labels=...)`",
        **{("global", name): f"`{name}=`" for name in ("scrape_interval", "scrape_timeout", "evaluation_interval")},
        **{("global", name): f"`{name}=`" for name in ("sample_limit", "label_limit")},
        ("alerting", "alertmanagers"): "`alertmanagers=`",
        ("alerting", "alert_relabel_configs"): "`alert_relabel=`",
        ("remote_write",): "`Environment(remote_write=...)`",
        ("storage", "tsdb", "retention"): "`Environment(retention=...)`",
    },
}
# Where an integration's field is called or placed otherwise than the author's.
_MOVED: Mapping[str, Mapping[Path, str]] = {
    "jira": {("http_config", "basic_auth"): "username", ("http_config", "authorization"): "api_token"},
    "webex": {("http_config", "authorization"): "credentials"},
}


def extra(at: At, spec: Any, source: Source) -> Any:
    """`spec.extra` as plain values; what would replace a field of the author's model is reported and left out."""
    given = at.plain(spec.extra, source, "extra")
    if not given:
        return given
    model: type[Spec] = type(spec)
    owned = _owned(model)
    for path, word in _taken(given, owned):
        at.report(
            "spec/extra",
            source,
            f"{source.what}: `extra` sets `{'.'.join(path)}`, which o11ygen renders from {word}; it would be replaced "
            "without a word, and no check would have seen it",
            f"Write {word} instead." if "=" in word else "Take it out, and change the name where it is declared.",
            "extra",
        )
    return _without(given, owned)


def _owned(model: type[Spec]) -> Mapping[Path, str]:
    if not issubclass(model, Integration):
        return _OWNED[model]
    names = [name for name in model.model_fields if name not in ("pages", "extra")]
    own: dict[Path, str] = {(name.rstrip("_"),): f"`{name}=`" for name in names}
    files: dict[Path, str] = {(f"{name}_file",): f"`{name}=`" for name in names}
    moved: dict[Path, str] = {path: f"`{name}=`" for path, name in _MOVED.get(model.kind, {}).items()}
    return {**own, **files, **moved}


def _taken(given: Mapping[str, Any], owned: Mapping[Path, str], path: Path = ()) -> Iterator[tuple[Path, str]]:
    for key, value in given.items():
        place = (*path, key)
        if place in owned:
            yield place, owned[place]
        elif isinstance(value, Mapping):
            yield from _taken(value, owned, place)
        else:
            # It would stand in the place of a whole section.
            below = next((word for other, word in owned.items() if other[: len(place)] == place), None)
            if below is not None:
                yield place, below


def _without(given: Mapping[str, Any], owned: Mapping[Path, str], path: Path = ()) -> dict[str, Any]:
    result: dict[str, Any] = {}
    taken = {place[-1] for place, _ in _taken(given, owned, path) if len(place) == len(path) + 1}
    for key, value in given.items():
        if key not in taken:
            result[key] = _without(value, owned, (*path, key)) if isinstance(value, Mapping) else value
    return result
