"""Email."""

from typing import Annotated

from pydantic import Field

from o11ygen.targets import receiver_relations
from o11ygen.targets.http import TLSConfig
from o11ygen.targets.model import Since, Target
from o11ygen.targets.receivers.integration import Integration
from o11ygen.targets.scalars import Bool, HostPort, Text


class Threading(Target):
    """Which emails make one thread."""

    enabled: Bool | None = Field(default=None, description="Thread the emails of an alert group.")
    thread_by_date: Text | None = Field(default=None, description="`daily` starts a new thread each day; else `none`.")

    _by_date = receiver_relations.thread_by_date


class EmailConfig(Integration):
    """An email."""

    to: Text = Field(description="Address, or addresses separated by commas.")
    from_: Text | None = Field(default=None, description="Sender; the one of `global` unless given.")
    smarthost: HostPort | None = Field(
        default=None, description="Server, `host:port`; the one of `global` unless given."
    )
    hello: Text | None = Field(default=None, description="Host name told to the server.")
    auth_username: Text | None = Field(default=None, description="User name.")
    auth_password: Text | None = Field(default=None, description="Password.")
    auth_password_file: Annotated[Text | None, Since(alertmanager="0.25")] = Field(
        default=None, description="File that holds the password."
    )
    auth_secret: Text | None = Field(default=None, description="Secret of CRAM-MD5.")
    auth_secret_file: Annotated[Text | None, Since(alertmanager="0.31")] = Field(
        default=None, description="File that holds the secret of CRAM-MD5."
    )
    auth_identity: Text | None = Field(default=None, description="Identity of PLAIN.")
    require_tls: Bool | None = Field(default=None, description="Refuse servers without STARTTLS.")
    force_implicit_tls: Annotated[Bool | None, Since(alertmanager="0.31")] = Field(
        default=None, description="TLS from the first byte; unless given, on port 465."
    )
    tls_config: TLSConfig | None = Field(default=None, description="TLS.")
    headers: dict[str, Text] | None = Field(default=None, description="Headers, such as `Subject`.")
    html: Text | None = Field(default=None, description="HTML body.")
    text: Text | None = Field(default=None, description="Text body.")
    threading: Annotated[Threading | None, Since(alertmanager="0.30")] = Field(default=None, description="Threads.")

    _required = receiver_relations.email_addressed
    _headers = receiver_relations.email_headers
