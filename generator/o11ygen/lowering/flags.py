"""What the command lines of Prometheus and Alertmanager carry because their files can't."""

from __future__ import annotations

import re
from collections.abc import Iterator

from o11ygen import conventions
from o11ygen.duration import readable_duration
from o11ygen.resolved import Stack
from o11ygen.size import format_size

# Before, Prometheus has no such field (below 3.8), or reads its time in the wrong unit on a reload.
# https://github.com/prometheus/prometheus/pull/18200
RETENTION_IN_FILE = (3, 11)
PROMETHEUS_DATA = "/prometheus"
ALERTMANAGER_DATA = "/alertmanager"
# Where members of an Alertmanager cluster talk to each other, beside the port that everybody else uses.
CLUSTER_PORT = 9094
_PORT = re.compile(r":\d+$")


def retention_in_file(stack: Stack) -> bool:
    """Whether this Prometheus reads its retention from prometheus.yml."""
    return stack.environment.versions[conventions.PROMETHEUS][:2] >= RETENTION_IN_FILE


def serves_tls_or_users(stack: Stack) -> bool:
    """Whether Prometheus needs a web configuration."""
    return bool(stack.prometheus.web_tls or stack.prometheus.users)


def prometheus_flags(stack: Stack) -> Iterator[str]:
    """The flags of Prometheus.

    `--web.enable-lifecycle` is not among them: it lets everybody who reaches the port stop the server. SIGHUP reloads.
    """
    yield f"--config.file={conventions.PROMETHEUS_FOLDER}/prometheus.yml"
    yield f"--storage.tsdb.path={PROMETHEUS_DATA}"
    retention = stack.environment.retention
    if not retention_in_file(stack):
        if retention.metrics_ms:
            yield f"--storage.tsdb.retention.time={readable_duration(retention.metrics_ms)}"
        if retention.metrics_bytes:
            yield f"--storage.tsdb.retention.size={format_size(retention.metrics_bytes)}"
    if stack.prometheus.features:
        yield f"--enable-feature={','.join(stack.prometheus.features)}"
    yield from _external_url(stack, conventions.PROMETHEUS)
    if serves_tls_or_users(stack):
        yield f"--web.config.file={conventions.PROMETHEUS_FOLDER}/web-config.yml"


def alertmanager_flags(stack: Stack) -> Iterator[str]:
    """The flags of Alertmanager: one alone opens no cluster port, several name each other as peers."""
    yield f"--config.file={conventions.ALERTMANAGER_FOLDER}/alertmanager.yml"
    yield f"--storage.path={ALERTMANAGER_DATA}"
    yield from _external_url(stack, conventions.ALERTMANAGER)
    members = _members(stack)
    if len(members) > 1:
        for member in members:
            yield f"--cluster.peer={_PORT.sub('', member)}:{CLUSTER_PORT}"
    else:
        yield "--cluster.listen-address="


def _members(stack: Stack) -> tuple[str, ...]:
    """The addresses of the environment, which compose runs; where it does not, the endpoint of that name may say its own."""
    for endpoint in () if stack.compose else stack.prometheus.alertmanagers:
        targets = [target for one in endpoint.discovery for target in one.targets]
        if endpoint.name == conventions.ALERTMANAGER and len(targets) > 1:
            return tuple(targets)
    return tuple(stack.environment.addresses.get(conventions.ALERTMANAGER, ()))


def _external_url(stack: Stack, system: str) -> Iterator[str]:
    url = stack.environment.urls.get(system, "")
    if url:
        yield f"--web.external-url={url}"
