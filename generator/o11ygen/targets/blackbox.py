"""blackbox.yml: the probes of the blackbox exporter."""

from typing import Annotated, Literal

from pydantic import Field

from o11ygen.targets import blackbox_relations
from o11ygen.targets.http import HTTPClient, TLSConfig
from o11ygen.targets.model import Deprecated, Since, Target
from o11ygen.targets.scalars import Bool, GoDuration, Int, NonEmpty, Regex, Size, Text

Prober = Literal["http", "tcp", "icmp", "dns", "grpc", "unix"]
HTTPVersion = Literal["HTTP/1.0", "HTTP/1.1", "HTTP/2.0", "HTTP/3.0"]


class _IPProtocol(Target):
    preferred_ip_protocol: Literal["", "ip4", "ip6"] | None = Field(
        default=None, description="IP protocol; `ip6` unless given."
    )
    ip_protocol_fallback: Bool | None = Field(default=None, description="Fall back to the other; true unless given.")


class HeaderMatch(Target):
    """A header of the answer that is judged."""

    header: NonEmpty = Field(description="Name.")
    regexp: Annotated[Regex, Field(min_length=1)] = Field(description="What its value is matched with.")
    allow_missing: Bool | None = Field(default=None, description="The header may be missing.")


class _Request(_IPProtocol):
    method: Text | None = Field(default=None, description="Method; GET unless given.")
    headers: dict[str, Text] | None = Field(default=None, description="Headers sent.")
    body: Text | None = Field(default=None, description="Body sent.")
    body_file: Annotated[Text | None, Since(blackbox="0.24")] = Field(
        default=None, description="File that holds the body."
    )
    compression: Annotated[Literal["", "gzip", "br", "deflate", "identity"] | None, Since(blackbox="0.19")] = Field(
        default=None, description="How the answer is expected to be compressed."
    )
    no_follow_redirects: Annotated[Bool | None, Deprecated("Write `follow_redirects`", blackbox="0.19")] = Field(
        default=None, description="Do not follow redirects."
    )
    skip_resolve_phase_with_proxy: Annotated[Bool | None, Since(blackbox="0.22")] = Field(
        default=None, description="Let the proxy resolve the name."
    )
    enable_http3: Annotated[Bool | None, Since(blackbox="0.28")] = Field(default=None, description="Use HTTP/3.")


class _Answer(Target):
    valid_status_codes: list[Int] | None = Field(
        default=None, description="Status codes that succeed; 2xx unless given."
    )
    valid_http_versions: list[HTTPVersion] | None = Field(default=None, description="HTTP versions that succeed.")
    fail_if_ssl: Bool | None = Field(default=None, description="Fail with TLS.")
    fail_if_not_ssl: Bool | None = Field(default=None, description="Fail without TLS.")
    fail_if_body_matches_regexp: list[Regex] | None = Field(default=None, description="Fail when the body matches one.")
    fail_if_body_not_matches_regexp: list[Regex] | None = Field(
        default=None, description="Fail when the body does not match one."
    )
    fail_if_body_json_matches_cel: Annotated[Text | None, Since(blackbox="0.27")] = Field(
        default=None, description="Fail when the JSON body fulfills the CEL expression."
    )
    fail_if_body_json_not_matches_cel: Annotated[Text | None, Since(blackbox="0.27")] = Field(
        default=None, description="Fail when it does not."
    )
    fail_if_header_matches: list[HeaderMatch] | None = Field(default=None, description="Fail when a header matches.")
    fail_if_header_not_matches: list[HeaderMatch] | None = Field(
        default=None, description="Fail when a header does not match."
    )
    body_size_limit: Annotated[Size | None, Since(blackbox="0.20")] = Field(
        default=None, description="Size of the answer; 0 for any."
    )


class HTTPProbe(_Answer, HTTPClient, _Request):
    """An HTTP request."""

    _body = blackbox_relations.body
    _versions = blackbox_relations.http_versions


class ResponseLabel(Target):
    """A label made of what the server answers."""

    name: Text | None = Field(default=None, description="Name.")
    value: Text | None = Field(default=None, description="Value; may refer to groups of `expect`.")


class QueryResponse(Target):
    """A step of a conversation."""

    expect: Regex | None = Field(default=None, description="What the server says.")
    expect_bytes: Annotated[Text | None, Since(blackbox="0.28")] = Field(
        default=None, description="What the server says, byte by byte."
    )
    labels: Annotated[list[ResponseLabel] | None, Since(blackbox="0.26")] = Field(
        default=None, description="Labels of `probe_expect_info`."
    )
    send: Text | None = Field(default=None, description="What is sent.")
    starttls: Bool | None = Field(default=None, description="Go on with TLS.")

    _expect = blackbox_relations.expect


class _Conversation(Target):
    query_response: list[QueryResponse] | None = Field(default=None, description="Conversation.")
    tls: Bool | None = Field(default=None, description="TLS from the first byte.")
    tls_config: TLSConfig | None = Field(default=None, description="TLS.")


class TCPProbe(_Conversation, _IPProtocol):
    """A TCP connection."""

    source_ip_address: Text | None = Field(default=None, description="Own address.")


class UnixProbe(_Conversation):
    """A connection to a Unix socket."""


class ICMPProbe(_IPProtocol):
    """A ping."""

    source_ip_address: Text | None = Field(default=None, description="Own address.")
    payload_size: Int | None = Field(default=None, description="Bytes sent.")
    dont_fragment: Bool | None = Field(default=None, description="Forbid fragments; IPv4 only.")
    ttl: Annotated[Annotated[Int, Field(ge=0, le=255)] | None, Since(blackbox="0.22")] = Field(
        default=None, description="Time to live."
    )


class RecordValidator(Target):
    """Records of a DNS answer that are judged."""

    fail_if_matches_regexp: list[Regex] | None = Field(default=None, description="Fail when a record matches one.")
    fail_if_all_match_regexp: Annotated[list[Regex] | None, Since(blackbox="0.17")] = Field(
        default=None, description="Fail when all records match one."
    )
    fail_if_not_matches_regexp: list[Regex] | None = Field(
        default=None, description="Fail when a record does not match one."
    )
    fail_if_none_matches_regexp: Annotated[list[Regex] | None, Since(blackbox="0.17")] = Field(
        default=None, description="Fail when no record matches one."
    )


class DNSProbe(_IPProtocol):
    """A DNS query."""

    source_ip_address: Text | None = Field(default=None, description="Own address.")
    transport_protocol: Literal["", "udp", "tcp"] | None = Field(default=None, description="`udp` unless given.")
    dns_over_tls: Annotated[Bool | None, Since(blackbox="0.17")] = Field(default=None, description="DNS over TLS.")
    tls_config: Annotated[TLSConfig | None, Since(blackbox="0.17")] = Field(default=None, description="TLS.")
    query_name: NonEmpty = Field(description="Name that is asked for.")
    query_type: Text | None = Field(default=None, description="Record type; ANY unless given.")
    query_class: Annotated[Text | None, Since(blackbox="0.17")] = Field(
        default=None, description="Class; IN unless given."
    )
    recursion_desired: Annotated[Bool | None, Since(blackbox="0.20")] = Field(
        default=None, description="Ask for recursion; true unless given."
    )
    valid_rcodes: list[Text] | None = Field(
        default=None, description="Answer codes that succeed; NOERROR unless given."
    )
    validate_answer_rrs: RecordValidator | None = Field(default=None, description="Judge the answer.")
    validate_authority_rrs: RecordValidator | None = Field(default=None, description="Judge the authority records.")
    validate_additional_rrs: RecordValidator | None = Field(default=None, description="Judge the additional records.")


class GRPCProbe(_IPProtocol):
    """A gRPC health check."""

    service: Text | None = Field(default=None, description="Service; the whole server unless given.")
    tls: Bool | None = Field(default=None, description="TLS.")
    tls_config: TLSConfig | None = Field(default=None, description="TLS.")
    metadata: Annotated[dict[str, list[Text]] | None, Since(blackbox="0.28")] = Field(
        default=None, description="Metadata sent."
    )


class Module(Target):
    """A kind of probe."""

    prober: Prober = Field(description="How it probes.")
    timeout: GoDuration | None = Field(
        default=None, description="How long; a little less than the scrape unless given."
    )
    http: HTTPProbe | None = Field(default=None, description="Of the prober `http`.")
    tcp: TCPProbe | None = Field(default=None, description="Of the prober `tcp`.")
    icmp: ICMPProbe | None = Field(default=None, description="Of the prober `icmp`.")
    dns: DNSProbe | None = Field(default=None, description="Of the prober `dns`.")
    grpc: Annotated[GRPCProbe | None, Since(blackbox="0.20")] = Field(default=None, description="Of the prober `grpc`.")
    unix: Annotated[UnixProbe | None, Since(blackbox="0.28")] = Field(default=None, description="Of the prober `unix`.")

    _prober = blackbox_relations.prober


class BlackboxConfig(Target):
    """blackbox.yml."""

    modules: dict[str, Module] | None = Field(default=None, description="Modules by name.")
