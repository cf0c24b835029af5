"""Servers, clients, TLS and queues as the OpenTelemetry Collector configures them; Jaeger's endpoints are these."""

from typing import Annotated, Any

from pydantic import Field

from o11ygen.targets import collector_net_relations
from o11ygen.targets.expandable import EnvBool, EnvDuration, EnvFloat, EnvInt, EnvText, EnvUint
from o11ygen.targets.model import Since, Target

Headers = dict[str, EnvText] | list[Any]


class Tls(Target):
    """Certificates and limits that servers and clients share."""

    ca_file: EnvText | None = Field(default=None, description="File with the certificates that are trusted.")
    ca_pem: EnvText | None = Field(default=None, description="The same as text.")
    include_system_ca_certs_pool: EnvBool | None = Field(default=None, description="Trust the system's too.")
    cert_file: EnvText | None = Field(default=None, description="File with the own certificate.")
    cert_pem: EnvText | None = Field(default=None, description="The same as text.")
    key_file: EnvText | None = Field(default=None, description="File with the key of the own certificate.")
    key_pem: EnvText | None = Field(default=None, description="The same as text.")
    min_version: EnvText | None = Field(default=None, description="Oldest TLS version, such as `1.2`.")
    max_version: EnvText | None = Field(default=None, description="Newest TLS version.")
    cipher_suites: list[EnvText] | None = Field(default=None, description="Cipher suites by name.")
    include_insecure_cipher_suites: EnvBool | None = Field(default=None, description="Allow weak cipher suites.")
    curve_preferences: list[EnvText] | None = Field(default=None, description="Elliptic curves, best first.")
    reload_interval: EnvDuration | None = Field(default=None, description="How often the files are read again.")
    tpm: dict[str, Any] | None = Field(default=None, description="Keys kept in a TPM.")

    _one_source = collector_net_relations.one_source
    _pair = collector_net_relations.pair


class TlsClient(Tls):
    """TLS of a client."""

    insecure: EnvBool | None = Field(default=None, description="Talk in plain text.")
    insecure_skip_verify: EnvBool | None = Field(default=None, description="Accept any certificate.")
    server_name_override: EnvText | None = Field(default=None, description="Name expected in the certificate.")


class TlsServer(Tls):
    """TLS of a server."""

    client_ca_file: EnvText | None = Field(default=None, description="Certificates that clients must hold.")
    client_ca_file_reload: EnvBool | None = Field(default=None, description="Read that file again as it changes.")


class Cors(Target):
    """Which web pages may call a server."""

    allowed_origins: list[EnvText] | None = Field(default=None, description="Origins, `*` for any.")
    allowed_headers: list[EnvText] | None = Field(default=None, description="Request headers beyond the usual.")
    exposed_headers: Annotated[list[EnvText] | None, Since(jaeger="2.20")] = Field(
        default=None, description="Response headers that pages may read."
    )
    max_age: EnvInt | None = Field(default=None, description="Seconds for which browsers keep the answer.")


class Authenticator(Target):
    """The extension that checks or adds credentials."""

    authenticator: EnvText = Field(description="Id of the extension, such as `basicauth`.")
    request_params: list[EnvText] | None = Field(default=None, description="Query parameters handed to it.")


class Server(Target):
    """What HTTP and gRPC servers share."""

    endpoint: EnvText | None = Field(default=None, description="Address to listen on, such as `0.0.0.0:4317`.")
    transport: EnvText | None = Field(default=None, description="`tcp`, or `unix` for a socket.")
    tls: TlsServer | None = Field(default=None, description="TLS; plain text without it.")
    auth: Authenticator | None = Field(default=None, description="Who may connect.")
    include_metadata: EnvBool | None = Field(default=None, description="Hand request headers to processors.")

    _address = collector_net_relations.address


class HttpServer(Server):
    """A server that speaks HTTP."""

    transport: Annotated[EnvText | None, Since(jaeger="2.20")] = Field(
        default=None, description="`tcp`, or `unix` for a socket."
    )
    middlewares: Annotated[list[Any] | None, Since(jaeger="2.12")] = Field(
        default=None, description="Extensions that wrap each request."
    )
    cors: Cors | None = Field(default=None, description="Which web pages may call it.")
    max_request_body_size: EnvInt | None = Field(default=None, description="Largest request, in bytes.")
    response_headers: Headers | None = Field(default=None, description="Headers added to each response.")
    compression_algorithms: list[EnvText] | None = Field(default=None, description="Compressions it accepts.")
    read_timeout: EnvDuration | None = Field(default=None, description="Time to read a request.")
    read_header_timeout: EnvDuration | None = Field(default=None, description="Time to read its headers.")
    write_timeout: EnvDuration | None = Field(default=None, description="Time to write the response.")
    idle_timeout: EnvDuration | None = Field(default=None, description="Time a connection stays open unused.")
    keep_alives_enabled: Annotated[EnvBool | None, Since(jaeger="2.12")] = Field(
        default=None, description="Keep connections open."
    )


class GrpcServer(Server):
    """A server that speaks gRPC."""

    dialer: dict[str, Any] | None = Field(default=None, description="Time limits of outgoing connections.")
    middlewares: Annotated[list[Any] | None, Since(jaeger="2.6")] = Field(
        default=None, description="Extensions that wrap each request."
    )
    max_recv_msg_size_mib: EnvInt | None = Field(default=None, description="Largest message, in MiB.")
    max_concurrent_streams: EnvUint | None = Field(default=None, description="Streams of one connection.")
    read_buffer_size: EnvInt | None = Field(default=None, description="Bytes read at once.")
    write_buffer_size: EnvInt | None = Field(default=None, description="Bytes written at once.")
    keepalive: dict[str, Any] | None = Field(default=None, description="How dead connections are noticed.")


class GrpcClient(Target):
    """A client that speaks gRPC."""

    endpoint: EnvText | None = Field(default=None, description="Address to talk to, such as `storage:17271`.")
    compression: EnvText | None = Field(default=None, description="Compression of messages, such as `gzip`.")
    tls: TlsClient | None = Field(default=None, description="TLS; on unless `insecure` is true.")
    keepalive: dict[str, Any] | None = Field(default=None, description="How dead connections are noticed.")
    read_buffer_size: EnvInt | None = Field(default=None, description="Bytes read at once.")
    write_buffer_size: EnvInt | None = Field(default=None, description="Bytes written at once.")
    wait_for_ready: EnvBool | None = Field(default=None, description="Wait for a connection before failing.")
    headers: Headers | None = Field(default=None, description="Headers sent with each request.")
    user_agent: Annotated[EnvText | None, Since(jaeger="2.20")] = Field(
        default=None, description="The client's own name."
    )
    balancer_name: EnvText | None = Field(default=None, description="How addresses are chosen: `round_robin`.")
    authority: EnvText | None = Field(default=None, description="The server's name in requests.")
    auth: Authenticator | None = Field(default=None, description="Credentials.")
    middlewares: Annotated[list[Any] | None, Since(jaeger="2.6")] = Field(
        default=None, description="Extensions that wrap each request."
    )


class Retry(Target):
    """How a failed export is tried again."""

    enabled: EnvBool | None = Field(default=None, description="Try again at all.")
    initial_interval: EnvDuration | None = Field(default=None, description="First wait.")
    randomization_factor: EnvFloat | None = Field(default=None, description="Spread of the waits.")
    multiplier: EnvFloat | None = Field(default=None, description="Growth of the waits.")
    max_interval: EnvDuration | None = Field(default=None, description="Longest wait.")
    max_elapsed_time: EnvDuration | None = Field(default=None, description="When to give up; 0 is never.")
