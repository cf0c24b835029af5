from __future__ import annotations

from collections.abc import Iterable, Iterator

from o11ygen import conventions
from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import AlertmanagerEndpoint, Discovery, Stack, addresses


@check("environment/alertmanager", Severity.WARNING, needs=("scrape",))
def environment_alertmanager(stack: Stack) -> Iterator[Flaw]:
    """An Alertmanager of which one program is told something else than another, or that compose does not run.

    Prometheus, Grafana and the job that scrapes it have to agree on TLS and a login, and compose has one container for each
    address of `alertmanager`, which speaks plain HTTP. Where they do not, alerts fire and reach nobody, or the one page that
    shows silences is empty.

    Bad::

        Prometheus(..., alertmanagers=(AlertmanagerEndpoint("am-a"), AlertmanagerEndpoint("am-b")))
        Environment("production", ..., addresses={"app": "app:8080", "am-a": "am-a:9093", "am-b": "am-b:9093"})

    Good::

        Prometheus(..., alertmanagers=(AlertmanagerEndpoint(),))
        Environment("production", ..., addresses={"app": "app:8080", "alertmanager": ("am-a:9093", "am-b:9093")})
    """
    for endpoint in stack.prometheus.alertmanagers:
        targets = _targets(endpoint.discovery)
        if stack.compose:
            yield from _in_compose(stack, endpoint, targets)
        yield from _scraped(stack, endpoint, targets)
        if not targets.isdisjoint(_addresses(stack)[:1]):
            yield from _of_grafana(stack, endpoint)


def _in_compose(stack: Stack, endpoint: AlertmanagerEndpoint, targets: Iterable[str]) -> Iterator[Flaw]:
    hosts = {addresses.host(address) for address in _addresses(stack)} or {conventions.ALERTMANAGER}
    for host in sorted(filter(_is_container, {addresses.host(target) for target in targets})):
        if host not in hosts:
            yield Flaw(
                endpoint.source,
                f"{endpoint.source.what}: docker-compose.yml has no container `{host}`, so no alert arrives there",
                f'Name all members of the cluster under `addresses={{"{conventions.ALERTMANAGER}": ("{host}:9093", ...)}}`, '
                "and have one `AlertmanagerEndpoint()`; or set `Project(compose=False)`.",
            )
        elif endpoint.connection.scheme == "https":
            yield Flaw(
                endpoint.source,
                f"{endpoint.source.what}: `scheme` is `https`, and docker-compose.yml runs `{host}` without TLS; every alert "
                "is refused",
                'Leave `scheme` out, or set `Project(compose=False)`; `per_env("http", {...})` tells environments apart.',
                field="scheme",
            )


def _scraped(stack: Stack, endpoint: AlertmanagerEndpoint, targets: frozenset[str]) -> Iterator[Flaw]:
    for job in stack.jobs:
        scheme = job.connection.scheme
        if not job.relabel and scheme != endpoint.connection.scheme and not targets.isdisjoint(_targets(job.discovery)):
            yield Flaw(
                job.source,
                f"{job.source.what}: it scrapes over `{scheme}` what alerts are sent to over "
                f"`{endpoint.connection.scheme}`; one of the two gets no answer",
                "Give both the same `scheme`.",
                field="scheme",
            )


def _of_grafana(stack: Stack, endpoint: AlertmanagerEndpoint) -> Iterator[Flaw]:
    """Grafana asks the first address, over the scheme that alerts are sent by; a login it has to be given."""
    asked = endpoint.connection
    datasource = stack.datasources.get(conventions.ALERTMANAGER)
    known = datasource.connection if datasource else None
    if (asked.basic_auth or asked.authorization) and not (known and (known.basic_auth or known.authorization)):
        yield Flaw(
            datasource.source if datasource else endpoint.source,
            f"{endpoint.source.what}: Prometheus logs in there, and Grafana does not; silences and alerts stay empty in it",
            "Say how it logs in: `Project(grafana=Grafana(alertmanager=Datasource(basic_auth=BasicAuth(...))))`.",
            field="basic_auth" if datasource else "",
        )


def _addresses(stack: Stack) -> tuple[str, ...]:
    return tuple(stack.environment.addresses.get(conventions.ALERTMANAGER, ()))


def _targets(discovery: Iterable[Discovery]) -> frozenset[str]:
    return frozenset(target for one in discovery for target in one.targets)


def _is_container(host: str) -> bool:
    """Whether it can be the name of a container alone: that of a machine elsewhere has a dot."""
    return addresses.is_name(host) and "." not in host
