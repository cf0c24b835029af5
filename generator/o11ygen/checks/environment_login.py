from __future__ import annotations

from collections.abc import Iterator

from o11ygen import conventions
from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import Job, Stack

_PROXY = (
    "Let a proxy in front of Prometheus ask people for their password and leave its own port to the stack; or give Grafana "
    "a datasource of your own and accept this with `allow`."
)


@check("environment/login", Severity.ERROR)
def environment_login(stack: Stack) -> Iterator[Flaw]:
    """A Prometheus that lets in nobody without a password or a certificate, and programs of the stack that have none.

    The rendered datasource holds no credential, so each panel would say `401 Unauthorized`; a job that scrapes Prometheus
    itself fails likewise, and with it every alert on Prometheus' own health.

    Bad::

        Prometheus(users={"reader": "$2y$10$..."})

    Good::

        Prometheus()  # whose port only the stack reaches: a proxy asks people for their password
    """
    server = stack.prometheus
    if server.users:
        message = (
            "Prometheus asks for a password, which Grafana's datasource does not have; no panel would show anything"
        )
        yield Flaw(server.source, message, _PROXY)
    elif server.web_tls:
        reason = _distrust(stack)
        if reason:
            yield Flaw(server.source, f"Prometheus serves over TLS, {reason}", _PROXY)
    for job in stack.jobs:
        if _asks_prometheus(stack, job):
            known = job.connection.basic_auth or job.connection.authorization
            if server.users and not known:
                message = f"{job.source.what}: it scrapes Prometheus, which asks for a password, without one"
                yield Flaw(job.source, message, "Add `basic_auth=BasicAuth(...)`.", field="basic_auth")
            if server.web_tls and job.connection.scheme == "http":
                message = f"{job.source.what}: it scrapes Prometheus over plain HTTP, which serves over TLS"
                yield Flaw(job.source, message, 'Add `scheme="https"`, and `tls=Tls(...)` for a CA of your own.')


def _distrust(stack: Stack) -> str:
    """Why Grafana, which knows public certificate authorities and has no certificate itself, gets no answer."""
    if "client_ca_file" in stack.prometheus.web_tls:
        return "and asks for a certificate, which Grafana's datasource does not have; no panel would show anything"
    address = stack.environment.addresses.get(conventions.PROMETHEUS, (conventions.PROMETHEUS,))[0]
    if "." in address:
        return ""
    return f"and no public authority signs a certificate for `{address}`; Grafana trusts no other, so no panel shows anything"


def _asks_prometheus(stack: Stack, job: Job) -> bool:
    own = {"localhost:9090", "127.0.0.1:9090", *stack.environment.addresses.get(conventions.PROMETHEUS, ())}
    return any(target in own for one in job.discovery for target in one.settings.get("targets", ()))
