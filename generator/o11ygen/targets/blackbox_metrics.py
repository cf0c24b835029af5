"""The metrics that the blackbox exporter answers a probe with, by the prober that makes them.

https://github.com/prometheus/blackbox_exporter/tree/master/prober
"""

from __future__ import annotations

from typing import Literal, NamedTuple


class ProbeMetric(NamedTuple):
    """A metric of a probe: all are gauges, set anew for each probe. `limits` are the least and largest value, if any."""

    name: str
    help: str
    unit: str = ""
    labels: tuple[str, ...] = ()
    limits: tuple[float, float] = (float("-inf"), float("inf"))
    type: Literal["gauge", "info"] = "gauge"


_FLAG = (0.0, 1.0)

_EVERY = (
    ProbeMetric("probe_success", "Whether the probe succeeded, 1 or 0.", limits=_FLAG),
    ProbeMetric("probe_duration_seconds", "How long the probe took.", "seconds"),
    ProbeMetric("probe_dns_lookup_time_seconds", "How long the lookup of the name took.", "seconds"),
    ProbeMetric("probe_ip_protocol", "The version of IP that was used, 4 or 6.", limits=(0.0, 6.0)),
    ProbeMetric("probe_ip_addr_hash", "A hash of the address, which changes with it."),
    ProbeMetric("probe_failed_due_to_regex", "Whether a regular expression made it fail, 1 or 0.", limits=_FLAG),
)
_HTTP = (
    ProbeMetric("probe_http_status_code", "The status code of the answer; 0 without one.", limits=(0.0, 999.0)),
    ProbeMetric("probe_http_version", "The version of HTTP of the answer."),
    ProbeMetric("probe_http_ssl", "Whether the last answer came over TLS, 1 or 0.", limits=_FLAG),
    ProbeMetric("probe_http_redirects", "How many redirects were followed."),
    ProbeMetric("probe_http_content_length", "The length that the answer names; -1 where it names none.", "bytes"),
    ProbeMetric("probe_http_uncompressed_body_length", "The length of the body.", "bytes"),
    ProbeMetric("probe_http_duration_seconds", "How long each phase took.", "seconds", ("phase",)),
    ProbeMetric("probe_http_last_modified_timestamp_seconds", "When the page changed, as a Unix time.", "seconds"),
)
# Only where the connection is encrypted.
_TLS = (
    ProbeMetric(
        "probe_ssl_earliest_cert_expiry", "When the first certificate shown expires, as a Unix time.", "seconds"
    ),
    ProbeMetric(
        "probe_ssl_last_chain_expiry_timestamp_seconds",
        "When the chain that is trusted longest expires, as a Unix time.",
        "seconds",
    ),
    ProbeMetric(
        "probe_ssl_last_chain_info",
        "The certificate that was shown.",
        labels=("fingerprint_sha256", "issuer", "serialnumber", "subject", "subjectalternative"),
        type="info",
    ),
    ProbeMetric("probe_tls_version_info", "The version of TLS.", labels=("version",), type="info"),
    ProbeMetric("probe_tls_cipher_info", "The cipher suite.", labels=("cipher",), type="info"),
)


def probe_metrics(prober: str, *, tls: bool) -> tuple[ProbeMetric, ...]:
    """What a probe of `prober` (`http`, `tcp`) exposes; `tls` says whether its connection may be encrypted."""
    own = _HTTP if prober == "http" else ()
    return (*_EVERY, *own, *(_TLS if tls else ()))
