from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from o11ygen import conventions
from o11ygen.check import Flaw, check
from o11ygen.finding import Severity, nearest
from o11ygen.resolved import Datasource, Job, PrometheusServer, Stack

_SAY = "Say how it logs in: `Project(grafana=Grafana(prometheus=Datasource({})))`."
_PASSWORD = 'basic_auth=BasicAuth(username="...", password=Secret.env("PROMETHEUS_PASSWORD"))'
_CERTIFICATE = 'tls=Tls(cert_file="/run/secrets/...", key=Secret.file("/run/secrets/..."))'
_AUTHORITY = 'tls=Tls(ca_file="/run/secrets/...")'


@check("environment/login", Severity.ERROR, needs=("scrape",))
def environment_login(stack: Stack) -> Iterator[Flaw]:
    """A Prometheus that lets in nobody without a password or a certificate, and programs of the stack that have none.

    Without one in Grafana's datasource each panel says `401 Unauthorized`; a job that scrapes Prometheus itself fails
    likewise, and with it every alert on Prometheus' own health. A name that Prometheus does not know is refused as well,
    and so is, by Grafana, a certificate that no public authority signed.

    Bad::

        Prometheus(users={"reader": "$2y$10$..."})

    Good::

        Prometheus(users={"reader": "$2y$10$..."})
        password = Secret.env("PROMETHEUS_PASSWORD")
        Grafana(prometheus=Datasource(basic_auth=BasicAuth(username="reader", password=password)))
    """
    yield from _of_grafana(stack)
    yield from _nowhere(stack)
    server = stack.prometheus
    own = {"localhost:9090", "127.0.0.1:9090", *stack.environment.addresses.get(conventions.PROMETHEUS, ())}
    # A server that lets in everybody refuses nobody.
    for job in stack.jobs if server.users or server.web_tls else ():
        asked = [target for one in job.discovery for target in one.targets if target in own]
        if asked:
            yield from _of_users(server, job)
            yield from _of_tls(server, job, asked[0])


def _of_users(server: PrometheusServer, job: Job) -> Iterator[Flaw]:
    """What a job that scrapes Prometheus lacks of the password that is asked for."""
    login = job.connection.basic_auth
    if server.users and login and login["username"] not in server.users:
        message = f"{job.source.what}: {_stranger(login)}, so every scrape of Prometheus is refused"
        yield Flaw(job.source, message, _known(login, server.users), field="basic_auth")
    elif server.users and job.connection.authorization:
        message = f"{job.source.what}: it shows Prometheus a token, which asks for a password; every scrape is refused"
        yield Flaw(job.source, message, "Write `basic_auth=BasicAuth(...)` instead.", field="authorization")
    elif server.users and not login:
        message = f"{job.source.what}: it scrapes Prometheus, which asks for a password, without one"
        yield Flaw(job.source, message, "Add `basic_auth=BasicAuth(...)`.", field="basic_auth")


def _of_tls(server: PrometheusServer, job: Job, target: str) -> Iterator[Flaw]:
    """What it lacks of certificates."""
    tls, field = job.connection.tls, "tls" if job.connection.tls else ""
    if not server.web_tls:
        return
    if job.connection.scheme == "http":
        message = f"{job.source.what}: it scrapes Prometheus over plain HTTP, which serves over TLS"
        yield Flaw(job.source, message, 'Add `scheme="https"`, and `tls=Tls(...)` for a CA of your own.')
    elif "client_ca_file" in server.web_tls and not tls.get("cert_file"):
        message = f"{job.source.what}: it scrapes Prometheus, which asks for a certificate, without one"
        yield Flaw(job.source, message, f"Add `{_CERTIFICATE}`.", field=field)
    elif "." not in target and not (tls.get("ca_file") or tls.get("insecure_skip_verify")):
        message = (
            f"{job.source.what}: no public authority signs a certificate for `{target}`, and it trusts no other, so every "
            "scrape of Prometheus fails"
        )
        yield Flaw(job.source, message, f"Add `{_AUTHORITY}`.", field=field)


def _of_grafana(stack: Stack) -> Iterator[Flaw]:
    """What Grafana's datasource lacks of what the server asks for."""
    server = stack.prometheus
    datasource = stack.datasources.get(conventions.PROMETHEUS)
    login: Mapping[str, Any] = datasource.connection.basic_auth if datasource else {}
    if server.users and not login:
        message = (
            "Prometheus asks for a password, which Grafana's datasource does not have; no panel would show anything"
        )
        yield _lacks(stack, datasource, message, _PASSWORD, "basic_auth")
    elif datasource and server.users and login["username"] not in server.users:
        message = f"{datasource.source.what}: {_stranger(login)}; no panel would show anything"
        yield Flaw(datasource.source, message, _known(login, server.users), field="basic_auth")
    tls: Mapping[str, Any] = datasource.connection.tls if datasource else {}
    if "client_ca_file" in server.web_tls and not (tls.get("cert_file") and tls.get("key")):
        message = (
            "Prometheus serves over TLS, and asks for a certificate, which Grafana's datasource does not have; no panel "
            "would show anything"
        )
        yield _lacks(stack, datasource, message, _CERTIFICATE, "tls")
    elif server.web_tls and not (tls.get("ca_file") or tls.get("insecure_skip_verify")):
        address = stack.environment.addresses.get(conventions.PROMETHEUS, (conventions.PROMETHEUS,))[0]
        if "." not in address:
            message = (
                f"Prometheus serves over TLS, and no public authority signs a certificate for `{address}`; Grafana trusts no "
                "other, so no panel shows anything"
            )
            yield _lacks(stack, datasource, message, _AUTHORITY, "tls")


def _nowhere(stack: Stack) -> Iterator[Flaw]:
    """Logins at what this environment does not have; one that says so for each environment can have it there alone."""
    present = {conventions.PROMETHEUS: True, conventions.JAEGER: bool(stack.tracing)}
    present[conventions.ALERTMANAGER] = conventions.ALERTMANAGER in stack.environment.addresses
    missing = {
        conventions.ALERTMANAGER: "the environment says no address of Alertmanager",
        conventions.JAEGER: "the project has no `tracing`",
    }
    for system, datasource in stack.datasources.items():
        if not present[system]:
            yield Flaw(
                datasource.source,
                f"{datasource.source.what}: it is not rendered, as {missing[system]}; the login has no effect",
                "Take it out, or give it to the environments that have one with `per_env`.",
                severity=Severity.WARNING,
            )


def _lacks(stack: Stack, datasource: Datasource | None, message: str, words: str, field: str) -> Flaw:
    """At the datasource where there is one, which then lacks a field; else at the server, which is then all there is."""
    if datasource is None:
        return Flaw(stack.prometheus.source, message, _SAY.format(words))
    if field == "basic_auth" and datasource.connection.authorization:
        return Flaw(datasource.source, message, f"Prometheus takes no token: write `{words}` instead.", field=field)
    return Flaw(datasource.source, message, f"Add `{words}` to it.", field=field)


def _stranger(login: Mapping[str, Any]) -> str:
    return f"it logs in as `{login['username']}`, whom Prometheus does not know"


def _known(login: Mapping[str, Any], users: Mapping[str, str]) -> str:
    return nearest(login["username"], users) or f"Its users are: {', '.join(sorted(users))}."
