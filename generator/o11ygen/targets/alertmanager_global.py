"""The `global` section of alertmanager.yml: what integrations use that do not say otherwise."""

from typing import Annotated

from pydantic import Field

from o11ygen.targets import alertmanager_relations
from o11ygen.targets.http import HTTPClient, TLSConfig
from o11ygen.targets.model import Removed, Since, Target
from o11ygen.targets.scalars import Bool, Duration, HostPort, HttpUrl, SecretUrl, Text


class _SMTP(Target):
    resolve_timeout: Duration | None = Field(
        default=None, description="When an alert counts as resolved that its sender gives no end; 5m unless given."
    )
    smtp_from: Text | None = Field(default=None, description="Sender of emails.")
    smtp_smarthost: HostPort | None = Field(default=None, description="Mail server, `host:port`.")
    smtp_hello: Text | None = Field(default=None, description="Host name told to the mail server.")
    smtp_auth_username: Text | None = Field(default=None, description="User name.")
    smtp_auth_password: Text | None = Field(default=None, description="Password.")
    smtp_auth_password_file: Annotated[Text | None, Since(alertmanager="0.25")] = Field(
        default=None, description="File that holds the password."
    )
    smtp_auth_secret: Text | None = Field(default=None, description="Secret of CRAM-MD5.")
    smtp_auth_secret_file: Annotated[Text | None, Since(alertmanager="0.31")] = Field(
        default=None, description="File that holds the secret of CRAM-MD5."
    )
    smtp_auth_identity: Text | None = Field(default=None, description="Identity of PLAIN.")
    smtp_require_tls: Bool | None = Field(default=None, description="Refuse servers without STARTTLS.")
    smtp_force_implicit_tls: Annotated[Bool | None, Since(alertmanager="0.31")] = Field(
        default=None, description="TLS from the first byte; unless given, on port 465."
    )
    smtp_tls_config: Annotated[TLSConfig | None, Since(alertmanager="0.28")] = Field(default=None, description="TLS.")


class _Chats(Target):
    slack_api_url: SecretUrl | None = Field(default=None, description="URL of the Slack webhook; secret.")
    slack_api_url_file: Annotated[Text | None, Since(alertmanager="0.22")] = Field(
        default=None, description="File that holds it."
    )
    slack_app_token: Annotated[Text | None, Since(alertmanager="0.30")] = Field(
        default=None, description="Bot token of Slack."
    )
    slack_app_token_file: Annotated[Text | None, Since(alertmanager="0.30")] = Field(
        default=None, description="File that holds it."
    )
    slack_app_url: Annotated[HttpUrl | None, Since(alertmanager="0.30")] = Field(
        default=None, description="URL that a bot of Slack posts to."
    )
    telegram_api_url: Annotated[HttpUrl | None, Since(alertmanager="0.24")] = Field(
        default=None, description="URL of Telegram."
    )
    telegram_bot_token: Annotated[Text | None, Since(alertmanager="0.31")] = Field(
        default=None, description="Bot token of Telegram."
    )
    telegram_bot_token_file: Annotated[Text | None, Since(alertmanager="0.31")] = Field(
        default=None, description="File that holds it."
    )
    mattermost_webhook_url: Annotated[SecretUrl | None, Since(alertmanager="0.32")] = Field(
        default=None, description="URL of the Mattermost webhook; secret."
    )
    mattermost_webhook_url_file: Annotated[Text | None, Since(alertmanager="0.32")] = Field(
        default=None, description="File that holds it."
    )
    rocketchat_api_url: Annotated[HttpUrl | None, Since(alertmanager="0.28")] = Field(
        default=None, description="URL of Rocket.Chat."
    )
    rocketchat_token_id: Annotated[Text | None, Since(alertmanager="0.28")] = Field(
        default=None, description="Id of the user of Rocket.Chat."
    )
    rocketchat_token_id_file: Annotated[Text | None, Since(alertmanager="0.28")] = Field(
        default=None, description="File that holds it."
    )
    rocketchat_token: Annotated[Text | None, Since(alertmanager="0.28")] = Field(
        default=None, description="Token of Rocket.Chat."
    )
    rocketchat_token_file: Annotated[Text | None, Since(alertmanager="0.28")] = Field(
        default=None, description="File that holds it."
    )
    webex_api_url: Annotated[HttpUrl | None, Since(alertmanager="0.25")] = Field(
        default=None, description="URL of Webex."
    )
    wechat_api_url: HttpUrl | None = Field(default=None, description="URL of WeChat.")
    wechat_api_secret: Text | None = Field(default=None, description="Secret of WeChat.")
    wechat_api_secret_file: Annotated[Text | None, Since(alertmanager="0.31")] = Field(
        default=None, description="File that holds it."
    )
    wechat_api_corp_id: Text | None = Field(default=None, description="Id of the organization in WeChat.")
    hipchat_api_url: Annotated[HttpUrl | None, Removed("HipChat is gone", alertmanager="0.21")] = Field(
        default=None, description="URL of HipChat."
    )
    hipchat_auth_token: Annotated[Text | None, Removed("HipChat is gone", alertmanager="0.21")] = Field(
        default=None, description="Token of HipChat."
    )


class _Pagers(Target):
    pagerduty_url: HttpUrl | None = Field(default=None, description="URL of PagerDuty.")
    opsgenie_api_url: HttpUrl | None = Field(default=None, description="URL of Opsgenie.")
    opsgenie_api_key: Text | None = Field(default=None, description="API key of Opsgenie.")
    opsgenie_api_key_file: Annotated[Text | None, Since(alertmanager="0.24")] = Field(
        default=None, description="File that holds it."
    )
    victorops_api_url: HttpUrl | None = Field(default=None, description="URL of VictorOps.")
    victorops_api_key: Text | None = Field(default=None, description="API key of VictorOps.")
    victorops_api_key_file: Annotated[Text | None, Since(alertmanager="0.25")] = Field(
        default=None, description="File that holds it."
    )
    jira_api_url: Annotated[HttpUrl | None, Since(alertmanager="0.28")] = Field(
        default=None, description="URL of Jira."
    )
    http_config: HTTPClient | None = Field(default=None, description="HTTP client.")


class AlertmanagerGlobal(_Pagers, _Chats, _SMTP):
    """What integrations use that do not say otherwise."""

    _one_of_each = alertmanager_relations.one_of_each
