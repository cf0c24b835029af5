"""Scrape jobs, service discovery, relabeling, probes, and where Prometheus sends data on."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal, TypeAlias
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from o11ygen.finding import nearest
from o11ygen.spec.allow import Allow
from o11ygen.spec.frozen import EMPTY, Frozen
from o11ygen.spec.metric import Metric
from o11ygen.spec.model import Spec, refuse, relation
from o11ygen.spec.names import LabelName, Name
from o11ygen.spec.values import Count, Duration, Extra, Integer, PositiveDuration, Secret, Size, Switch, Text, UserName
from o11ygen.spec.varying import Varies


class Relabel(Spec):
    """One relabeling step, as Prometheus does it."""

    action: Varies[Literal[
        "replace", "keep", "drop", "hashmod", "labelmap", "labeldrop", "labelkeep",
        "lowercase", "uppercase", "keepequal", "dropequal",
    ]] = Field(default="replace", description="What is done.")  # fmt: skip
    source_labels: Varies[tuple[LabelName, ...]] = Field(
        default=(), description="Labels whose values are joined and matched."
    )
    separator: Varies[str | None] = Field(default=None, description="What joins them; `;` when not given.")
    regex: Varies[str | None] = Field(default=None, description="RE2, anchored at both ends; `(.*)` when not given.")
    modulus: Varies[Annotated[Integer, Field(gt=0)] | None] = Field(
        default=None, description="For hashmod: the number of shards."
    )
    target_label: Varies[str | None] = Field(default=None, description="The label that is written.")
    replacement: Varies[str | None] = Field(default=None, description="What is written; `$1` when not given.")


def drop_label(name: str) -> Relabel:
    """Take a label off, such as the replica label of a pair of Prometheus servers before alerts are sent."""
    return Relabel(action="labeldrop", regex=name)


class Tls(Spec):
    """How a TLS connection is made."""

    ca_file: Varies[str | None] = Field(default=None, description="Certificates to trust, a path on the target system.")
    cert_file: Varies[str | None] = Field(default=None, description="The client's certificate; needs `key`.")
    key: Varies[Secret | None] = Field(default=None, description="The client's private key, as a file.")
    server_name: Varies[str | None] = Field(default=None, description="The name that the certificate must carry.")
    insecure_skip_verify: Varies[Switch] = Field(
        default=False, description="Accept any certificate; never in production."
    )


class BasicAuth(Spec):
    """A user name and a password."""

    username: Varies[UserName] = Field(description="The user's name.")
    password: Varies[Secret] = Field(description="The password.")


class Authorization(Spec):
    """An Authorization header with a credential."""

    credentials: Varies[Secret] = Field(kw_only=False, description="The credential, such as a token.")
    type: Varies[str] = Field(default="Bearer", description="The scheme that stands before it.")


class HttpClient(Spec):
    """How a client shows who it is, and whom it trusts."""

    basic_auth: Varies[BasicAuth | None] = Field(default=None, description="User and password.")
    authorization: Varies[Authorization | None] = Field(default=None, description="A token.")
    tls: Varies[Tls | None] = Field(default=None, description="TLS settings.")

    @relation
    def _one_authentication(self) -> None:
        if self.basic_auth is not None and self.authorization is not None:
            raise refuse("`basic_auth` and `authorization` are both given", "Keep one of them.")


class Connection(HttpClient):
    """How an HTTP endpoint is reached whose address is no URL."""

    scheme: Varies[Literal["http", "https"]] = Field(default="http", description="http or https.")


class Discovery(Spec):
    """How targets are found."""

    kind: ClassVar[str]

    extra: Varies[Extra] = Field(default=EMPTY, description="Further fields of the discovery, under Prometheus' names.")


def _target(address: str) -> str:
    if not address.strip():
        raise refuse(
            "the target is empty, so nothing is scraped there, and nobody sees it down",
            "Write `host:port`, or leave it out.",
        )
    return address


class Static(Discovery):
    """Addresses that are known: given here, or taken from the environment's `addresses` under the job's name."""

    kind = "static"
    targets: Varies[tuple[Annotated[str, AfterValidator(_target)], ...] | None] = Field(
        default=None, kw_only=False, description="`host:port`; else the environment's."
    )
    labels: Varies[Frozen[LabelName, Varies[Text]]] = Field(default=EMPTY, description="Labels of these targets.")


class FileDiscovery(Discovery):
    """Targets from files that another program writes."""

    kind = "file"
    files: Varies[Annotated[tuple[str, ...], Field(min_length=1)]] = Field(
        kw_only=False, description="Paths or globs ending in .json, .yml or .yaml."
    )
    refresh_interval: Varies[PositiveDuration | None] = Field(
        default=None, description="How often they are read again."
    )


class DnsDiscovery(Discovery):
    """Targets from DNS records."""

    kind = "dns"
    names: Varies[tuple[str, ...]] = Field(kw_only=False, description="The names that are looked up.")
    type: Varies[Literal["SRV", "A", "AAAA", "MX", "NS"]] = Field(default="SRV", description="The kind of record.")
    port: Varies[Annotated[Integer, Field(ge=1, le=65535)] | None] = Field(
        default=None, description="The port; needed unless SRV."
    )
    refresh_interval: Varies[PositiveDuration | None] = Field(default=None, description="How often they are looked up.")


class HttpDiscovery(HttpClient, Discovery):
    """Targets from an HTTP endpoint."""

    kind = "http"
    url: Varies[str] = Field(kw_only=False, description="The endpoint that lists the targets.")
    refresh_interval: Varies[PositiveDuration | None] = Field(default=None, description="How often it is asked.")


_SELECTOR = ("role", "label", "field")


def _selector(given: Mapping[str, str]) -> Mapping[str, str]:
    for key in given:
        if key not in _SELECTOR:
            hint = nearest(key, _SELECTOR) or f"Known keys: {', '.join(_SELECTOR)}."
            raise refuse(f"`{key}` is no key of a selector, and Prometheus refuses the file", hint)
    if "role" not in given:
        raise refuse(
            "a selector without `role` selects nothing, and Prometheus refuses the file",
            'Say what it selects: `{"role": "pod", "label": "app=shop"}`.',
        )
    return given


_Selector: TypeAlias = Annotated[Frozen[str, str], AfterValidator(_selector)]


class KubernetesDiscovery(Discovery):
    """Targets from the Kubernetes API, with the service account of the pod Prometheus runs in."""

    kind = "kubernetes"
    role: Varies[Literal["node", "pod", "service", "endpoints", "endpointslice", "ingress"]] = Field(
        kw_only=False, description="What becomes a target."
    )
    namespaces: Varies[tuple[str, ...]] = Field(default=(), description="Only these namespaces; empty is all.")
    own_namespace: Varies[Switch] = Field(default=False, description="Only the namespace Prometheus runs in.")
    selectors: Varies[tuple[_Selector, ...]] = Field(default=(), description="Mappings with role, label and field.")
    api_server: Varies[str | None] = Field(
        default=None, description="The API's URL; else that of the cluster it runs in."
    )


class ConsulDiscovery(Discovery):
    """Targets from Consul's catalogue."""

    kind = "consul"
    server: Varies[str] = Field(kw_only=False, description="`host:port` of the Consul agent.")
    services: Varies[tuple[str, ...]] = Field(default=(), description="Only these services; empty is all.")
    datacenter: Varies[str | None] = Field(default=None, description="The datacenter; else the agent's.")
    filter: Varies[str | None] = Field(
        default=None, description="A filter expression over the catalogue (Prometheus 3.0)."
    )
    tags: Varies[tuple[str, ...]] = Field(
        default=(), description="Tags a service must have; deprecated in favour of `filter`."
    )
    token: Varies[Secret | None] = Field(default=None, description="The access token, as a file.")


AnyDiscovery: TypeAlias = Static | FileDiscovery | DnsDiscovery | HttpDiscovery | KubernetesDiscovery | ConsulDiscovery


def _without_query(path: str) -> str:
    if "?" in path:
        raise refuse(
            "the `?` becomes part of the path, and the target answers that it has no such page",
            'Write what follows it as `params={"name": ("value",)}`.',
        )
    return path


_Path: TypeAlias = Annotated[str, AfterValidator(_without_query)]


class ScrapeJob(Connection):
    """What Prometheus scrapes under one job name."""

    name: Name = Field(kw_only=False, description="The value of the label `job`.")
    discovery: Varies[tuple[AnyDiscovery, ...]] = Field(
        default=(Static(),), description="How its targets are found; else the environment's `addresses` under its name."
    )
    interval: Varies[PositiveDuration | None] = Field(
        default=None, description="How often it is scraped; else the project's."
    )
    timeout: Varies[PositiveDuration | None] = Field(
        default=None, description="How long a scrape may take; else the project's."
    )
    path: Varies[_Path | None] = Field(
        default=None,
        description="The path of the metrics; else `/metrics`, for `prometheus`, `alertmanager` and `grafana` below the "
        "path of their URL.",
    )
    params: Varies[Frozen[str, tuple[str, ...]]] = Field(default=EMPTY, description="Parameters of the request.")
    honor_labels: Varies[Switch] = Field(
        default=False, description="Whether labels of the target win over those of Prometheus."
    )
    relabel: Varies[tuple[Relabel, ...]] = Field(default=(), description="Steps on the targets' labels.")
    metric_relabel: Varies[tuple[Relabel, ...]] = Field(default=(), description="Steps on the scraped series' labels.")
    sample_limit: Varies[Count] = Field(default=0, description="The most samples of one scrape; 0 is the project's.")
    label_limit: Varies[Count] = Field(default=0, description="The most labels of one sample; 0 is the project's.")
    target_limit: Varies[Count] = Field(default=0, description="The most targets; 0 is the project's.")
    body_size_limit: Varies[Size | None] = Field(default=None, description="The most bytes of one scrape.")
    metrics: Varies[tuple[Metric, ...] | None] = Field(
        default=None, description="What it exposes; else all metrics of its service."
    )
    target_labels: Varies[tuple[LabelName, ...]] = Field(
        default=(), description="Labels that relabeling or discovery adds to each series."
    )
    expected_targets: Varies[Count] = Field(
        default=0, description="About how many targets discovery finds, to estimate series by; 0 counts those listed."
    )
    allow: tuple[Allow, ...] | Allow = Field(default=(), description="Checks whose findings on this job are accepted.")
    extra: Varies[Extra] = Field(
        default=EMPTY, description="Further fields of the scrape config, under Prometheus' names."
    )

    @property
    def label(self) -> str:
        """How messages call it."""
        return f"scrape job {self.name}"


class Probe(Spec):
    """An endpoint that the blackbox exporter asks, as one job."""

    kind: ClassVar[str]

    name: Name = Field(kw_only=False, description="The value of the label `job`.")
    targets: Varies[tuple[str, ...] | None] = Field(
        default=None, description="What is asked, a URL or `host:port` each; else the environment's `addresses`."
    )
    interval: Varies[PositiveDuration | None] = Field(
        default=None, description="How often it is asked; else the project's."
    )
    timeout: Varies[PositiveDuration] = Field(default="5s", description="How long an answer may take.")
    labels: Varies[Frozen[LabelName, Varies[Text]]] = Field(default=EMPTY, description="Labels of these targets.")
    extra: Varies[Extra] = Field(
        default=EMPTY, description="Further fields of the module in blackbox.yml, under the exporter's names."
    )
    allow: tuple[Allow, ...] | Allow = Field(
        default=(), description="Checks whose findings on this probe are accepted."
    )

    @property
    def label(self) -> str:
        """How messages call it."""
        return f"probe {self.name}"


class HttpProbe(Probe):
    """Asks a URL and judges the answer."""

    kind = "http"
    method: Varies[Literal["GET", "HEAD", "POST"]] = Field(default="GET", description="The request's method.")
    valid_status_codes: Varies[tuple[Annotated[Integer, Field(ge=100, le=599)], ...]] = Field(
        default=(), description="Accepted status codes; empty is any 2xx."
    )
    fail_if_not_ssl: Varies[Switch] = Field(default=False, description="Whether an answer without TLS is a failure.")
    fail_if_body_not_matches: Varies[tuple[str, ...]] = Field(
        default=(), description="Regular expressions the body must match."
    )
    follow_redirects: Varies[Switch] = Field(default=True, description="Whether redirects are followed.")


class TcpProbe(Probe):
    """Opens a connection to `host:port`."""

    kind = "tcp"
    tls: Varies[Switch] = Field(default=False, description="Whether the connection is a TLS one.")


def _endpoint(url: str) -> str:
    try:
        parts = urlsplit(url)
        reachable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        reachable = False
    if not reachable or any(character.isspace() for character in url):
        raise refuse(
            "it is no URL with the scheme http or https and a host, so no sample would leave Prometheus",
            "Write it whole, such as `https://archive.example.com/api/v1/write`.",
        )
    return url


class RemoteWrite(HttpClient):
    """Where Prometheus sends its samples on."""

    name: Name = Field(kw_only=False, description="Its name, unique in the environment.")
    url: Varies[Annotated[str, AfterValidator(_endpoint)]] = Field(description="The endpoint, an http or https URL.")
    headers: Varies[Frozen[str, str]] = Field(default=EMPTY, description="Headers; never a credential.")
    write_relabel: Varies[tuple[Relabel, ...]] = Field(default=(), description="Steps on the series that are sent.")
    send_native_histograms: Varies[Switch] = Field(default=False, description="Whether native histograms are sent.")
    extra: Varies[Extra] = Field(default=EMPTY, description="Further fields, under Prometheus' names.")


class AlertmanagerEndpoint(Connection):
    """An Alertmanager, or all members of a cluster, that Prometheus sends alerts to."""

    name: Name = Field(default="alertmanager", kw_only=False, description="Its name in the environment's `addresses`.")
    discovery: Varies[tuple[AnyDiscovery, ...]] = Field(default=(Static(),), description="How it is found.")
    path_prefix: Varies[str | None] = Field(
        default=None, description="The path it is served under; else, for `alertmanager`, that of its URL."
    )
    extra: Varies[Extra] = Field(default=EMPTY, description="Further fields of the entry, under Prometheus' names.")
    timeout: Varies[PositiveDuration | None] = Field(default=None, description="How long sending may take.")
    alert_relabel: Varies[tuple[Relabel, ...]] = Field(
        default=(), description="Steps on the alerts sent to this one (2.51)."
    )


class WebTls(Spec):
    """The certificate that a server shows."""

    cert_file: Varies[str] = Field(description="The certificate, a path on the server.")
    key: Varies[Secret] = Field(description="Its private key, as a file.")
    client_ca_file: Varies[str | None] = Field(default=None, description="Certificates that clients must be signed by.")


class Prometheus(Spec):
    """How Prometheus itself is set up."""

    scrape_interval: Varies[PositiveDuration] = Field(default="1m", description="How often jobs are scraped.")
    scrape_timeout: Varies[PositiveDuration] = Field(default="10s", description="How long a scrape may take.")
    evaluation_interval: Varies[PositiveDuration] = Field(default="1m", description="How often rules are evaluated.")
    query_offset: Varies[Duration] = Field(
        default="0s", description="How far back rules are evaluated, for late samples (2.53)."
    )
    features: Varies[tuple[str, ...]] = Field(default=(), description="Feature flags of the server.")
    alertmanagers: Varies[tuple[AlertmanagerEndpoint, ...]] = Field(
        default=(AlertmanagerEndpoint(),), description="Whom it sends alerts to."
    )
    alert_relabel: Varies[tuple[Relabel, ...]] = Field(default=(), description="Steps on every alert that is sent.")
    sample_limit: Varies[Count] = Field(default=0, description="The most samples of one scrape; 0 is none (2.45).")
    label_limit: Varies[Count] = Field(default=0, description="The most labels of one sample; 0 is none (2.45).")
    tls: Varies[WebTls | None] = Field(default=None, description="Serve over TLS: written to web-config.yml.")
    users: Varies[Frozen[UserName, Varies[str]]] = Field(
        default=EMPTY, description="Users of the web interface with their bcrypt hashes."
    )
    extra: Varies[Extra] = Field(
        default=EMPTY, description="Further sections of prometheus.yml, under Prometheus' names."
    )
