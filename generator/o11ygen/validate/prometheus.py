"""prometheus.yml: the files it names, static targets after relabeling, and what Prometheus accepts and nobody wants."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from o11ygen.validate.context import Context, Reference
from o11ygen.validate.flaw import Flaw, Path, warning
from o11ygen.validate.glob import broken_pattern, is_pattern
from o11ygen.validate.reading import plain_value
from o11ygen.validate.secrets import judge_secrets
from o11ygen.validate.targets import judge_alertmanagers, judge_read_targets, judge_targets

_AUTHORIZATION = ("authorization", "credentials_file")
_CLIENT_FILES = (("tls_config", "cert_file"), ("tls_config", "key_file"))
_SECRET_FILES = (
    ("bearer_token_file",),
    ("basic_auth", "password_file"),
    ("basic_auth", "username_file"),
    ("oauth2", "client_secret_file"),
    ("tls_config", "ca_file"),
)
_LOOKBACK_MS = 5 * 60 * 1000


def judge(value: Any, context: Context) -> Iterator[Flaw | Reference]:
    """What the fields alone do not show."""
    if not isinstance(value, Mapping):
        return
    yield from _schemes(value)
    yield from _intervals(value)
    yield from _nothing_to_do(value)
    yield from _relabelled(value, context)
    yield from judge_secrets(value, "prometheus")
    if context.reads_files:
        yield from _rule_files(value, context)
        yield from _scrape_files(value, context)
        for at, client in _clients(value):
            yield from _client_files(at, client, context)
        shared = value.get("global")
        for at, holder, discovery in _file_discoveries(value):
            job = holder if at[0] == "scrape_configs" else None
            yield from _target_files(at, discovery, job, shared if isinstance(shared, Mapping) else {}, context)


def _rule_files(value: Mapping[str, Any], context: Context) -> Iterator[Flaw | Reference]:
    for index, name in enumerate(_items(value.get("rule_files"))):
        if not isinstance(name, str):
            continue
        at: Path = ("rule_files", index)
        files = context.matches(name)
        broken = broken_pattern("prometheus", name, at)
        if broken is not None:
            yield broken
        elif not files and "*" in name:
            message = f"no file matches `{name}`: Prometheus starts without these rules and says nothing"
            yield warning("prometheus/glob", message, "Mend the pattern, or remove it.", at)
        elif not files:
            message = f"no file matches `{name}`" if is_pattern(name) else f"the rule file `{name}` does not exist"
            hint = "Write the path as seen from this file, or remove the entry."
            yield Flaw("prometheus/file", message, hint, at)
        for file in files:
            yield Reference(file, "rules", at)


def _scrape_files(value: Mapping[str, Any], context: Context) -> Iterator[Flaw | Reference]:
    known = dict.fromkeys(_job_names(value), "the main file")
    for index, name in enumerate(_items(value.get("scrape_config_files"))):
        if not isinstance(name, str):
            continue
        files = context.matches(name)
        at: Path = ("scrape_config_files", index)
        broken = broken_pattern("prometheus", name, at)
        if broken is not None:
            yield broken
        elif not files:
            message = f"no file matches `{name}`: Prometheus scrapes nothing of what should stand there"
            yield warning("prometheus/glob", message, "Mend the path, or remove it.", at)
        for file in files:
            yield Reference(file, "scrape-configs", at)
            for name in _job_names(plain_value(file)):
                if name in known:
                    message = f"the job name `{name}` of `{file.name}` is used already in {known[name]}"
                    yield Flaw("prometheus/value", message, "Prometheus refuses the files; rename one.", at)
                known.setdefault(name, f"`{file.name}`")


def _job_names(value: Any) -> list[str]:
    jobs = _items(value.get("scrape_configs") if isinstance(value, Mapping) else None)
    names = (job.get("job_name") for job in jobs if isinstance(job, Mapping))
    return [name for name in names if isinstance(name, str)]


def _clients(value: Mapping[str, Any]) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """The scrape jobs; of other HTTP clients promtool looks at no files."""
    for index, job in enumerate(_items(value.get("scrape_configs"))):
        if isinstance(job, Mapping):
            yield ("scrape_configs", index), job
            for number, discovery in enumerate(_items(job.get("kubernetes_sd_configs"))):
                if isinstance(discovery, Mapping):
                    yield ("scrape_configs", index, "kubernetes_sd_configs", number), discovery


def _client_files(at: Path, client: Mapping[str, Any], context: Context) -> Iterator[Flaw]:
    checked = _CLIENT_FILES if "kubernetes_sd_configs" in at else (_AUTHORIZATION, *_CLIENT_FILES)
    for place in (*checked, *_SECRET_FILES):
        name = _deep(client, place)
        if not isinstance(name, str) or not name or context.has(name):
            continue
        if place in checked:
            message = f"the file `{name}` does not exist"
            yield Flaw("prometheus/file", message, "Put it there, or mend the path.", (*at, *place))
        else:
            message = f"the file `{name}` does not exist here: if it does not where Prometheus runs, every scrape fails"
            yield warning("prometheus/secret-file", message, "Put it there, or mend the path.", (*at, *place))


def _file_discoveries(value: Mapping[str, Any]) -> Iterator[tuple[Path, Mapping[str, Any], Mapping[str, Any]]]:
    alerting = value.get("alerting")
    managers = alerting.get("alertmanagers") if isinstance(alerting, Mapping) else None
    holders = [
        *((("scrape_configs", index), job) for index, job in enumerate(_items(value.get("scrape_configs")))),
        *((("alerting", "alertmanagers", index), entry) for index, entry in enumerate(_items(managers))),
    ]
    for at, holder in holders:
        discoveries = holder.get("file_sd_configs") if isinstance(holder, Mapping) else None
        for number, discovery in enumerate(_items(discoveries)):
            if isinstance(discovery, Mapping):
                yield (*at, "file_sd_configs", number), holder, discovery


def _target_files(
    at: Path, discovery: Mapping[str, Any], job: Mapping[str, Any] | None, shared: Mapping[str, Any], context: Context
) -> Iterator[Flaw | Reference]:
    for index, name in enumerate(_items(discovery.get("files"))):
        if not isinstance(name, str):
            continue
        files = context.matches(name)
        broken = broken_pattern("prometheus", name, (*at, "files", index))
        if broken is not None:
            yield broken
        elif not files:
            message = f"no file matches `{name}`: until one does, there is nothing to scrape and no error"
            yield warning(
                "prometheus/glob", message, "Mend the path, or let the file be written.", (*at, "files", index)
            )
        for file in files:
            yield Reference(file, "file-sd", (*at, "files", index))
            if job is not None:
                groups = plain_value(file)
                yield from judge_read_targets(job, shared, groups, context.versions, (*at, "files", index), file.name)


def _schemes(value: Mapping[str, Any]) -> Iterator[Flaw]:
    alerting = value.get("alerting")
    holders = [
        *((("scrape_configs", index), job) for index, job in enumerate(_items(value.get("scrape_configs")))),
        *(
            (("alerting", "alertmanagers", index), entry)
            for index, entry in enumerate(
                _items(alerting.get("alertmanagers") if isinstance(alerting, Mapping) else ())
            )
        ),
    ]
    for at, holder in holders:
        scheme = holder.get("scheme") if isinstance(holder, Mapping) else None
        if isinstance(scheme, str) and scheme not in ("", "http", "https"):
            message = (
                f"the scheme `{scheme}` is none that Prometheus speaks: promtool accepts it, and every request fails"
            )
            yield warning("prometheus/scheme", message, "Write `http` or `https`.", (*at, "scheme"))


def _intervals(value: Mapping[str, Any]) -> Iterator[Flaw]:
    from o11ygen.duration import parse_duration

    shared = value.get("global")
    holders: list[tuple[Path, Any]] = [(("global",), shared)]
    holders += [(("scrape_configs", index), job) for index, job in enumerate(_items(value.get("scrape_configs")))]
    for at, holder in holders:
        text = holder.get("scrape_interval") if isinstance(holder, Mapping) else None
        try:
            long = isinstance(text, str) and parse_duration(text) >= _LOOKBACK_MS
        except ValueError:
            continue
        if long:
            message = (
                f"with {text} between two scrapes a series is stale for part of the time (after 5m): "
                "graphs have holes, and alerts resolve by themselves"
            )
            yield warning("prometheus/staleness", message, "Scrape at least every 2m.", (*at, "scrape_interval"))
    tracing = value.get("tracing")
    written = tracing.get("sampling_fraction") if isinstance(tracing, Mapping) else None
    fraction = getattr(written, "value", written)
    if isinstance(fraction, int | float) and not isinstance(fraction, bool) and not 0 <= fraction <= 1:
        message = f"a sampling fraction is a share from 0 to 1, not {fraction}"
        yield warning("prometheus/sampling", message, "Write `0.1` for a tenth.", ("tracing", "sampling_fraction"))


def _relabelled(value: Mapping[str, Any], context: Context) -> Iterator[Flaw]:
    shared = value.get("global")
    for index, job in enumerate(_items(value.get("scrape_configs"))):
        if isinstance(job, Mapping):
            at: Path = ("scrape_configs", index)
            yield from judge_targets(job, shared if isinstance(shared, Mapping) else {}, context.versions, at)
    alerting = value.get("alerting")
    managers = alerting.get("alertmanagers") if isinstance(alerting, Mapping) else None
    for index, entry in enumerate(_items(managers)):
        if isinstance(entry, Mapping):
            yield from judge_alertmanagers(entry, ("alerting", "alertmanagers", index))


def _nothing_to_do(value: Mapping[str, Any]) -> Iterator[Flaw]:
    for index, job in enumerate(_items(value.get("scrape_configs"))):
        if not isinstance(job, Mapping) or any(name.endswith("_configs") and job[name] for name in _discoveries(job)):
            continue
        name = job.get("job_name")
        job_name = f"the job `{name}`" if isinstance(name, str) and name else "the job"
        message = f"{job_name} has no targets and no service discovery, so it scrapes nothing"
        yield warning(
            "prometheus/no-targets", message, "Add `static_configs`, or remove the job.", ("scrape_configs", index)
        )


def _discoveries(job: Mapping[str, Any]) -> list[str]:
    return [name for name in job if isinstance(name, str) and "relabel" not in name]


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _deep(holder: Any, place: tuple[str, ...]) -> Any:
    for step in place:
        holder = holder.get(step) if isinstance(holder, Mapping) else None
    return holder
