"""The `global` section of alertmanager.yml: what integrations use that do not say otherwise."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from o11ygen.targets.http import HTTPClient, TLSConfig
from o11ygen.targets.model import Removed, Since, Target
from o11ygen.targets.receivers import Receiver
from o11ygen.targets.relation import Fault, Versions, exclusive, present, relation
from o11ygen.targets.scalars import Bool, Duration, HostPort, HttpUrl, Text

if TYPE_CHECKING:
    from o11ygen.targets.receivers.slack import SlackConfig

# Integration, the fields of which it needs one, the fields of `global` that stand in, and its name for people.
NEEDS: tuple[tuple[str, tuple[str, ...], tuple[str, ...], str], ...] = (
    ("slack_configs", ("api_url_file", "api_url"), ("slack_api_url", "slack_api_url_file"), "Slack"),
    ("email_configs", ("smarthost",), ("smtp_smarthost",), "Email"),
    ("email_configs", ("from_",), ("smtp_from",), "Email"),
    ("opsgenie_configs", ("api_key_file", "api_key"), ("opsgenie_api_key", "opsgenie_api_key_file"), "Opsgenie"),
    ("victorops_configs", ("api_key_file", "api_key"), ("victorops_api_key", "victorops_api_key_file"), "VictorOps"),
    ("wechat_configs", ("api_secret_file", "api_secret"), ("wechat_api_secret", "wechat_api_secret_file"), "WeChat"),
    ("wechat_configs", ("corp_id",), ("wechat_api_corp_id",), "WeChat"),
    (
        "telegram_configs",
        ("bot_token_file", "bot_token"),
        ("telegram_bot_token", "telegram_bot_token_file"),
        "Telegram",
    ),
    ("jira_configs", ("api_url",), ("jira_api_url",), "Jira"),
    (
        "rocketchat_configs",
        ("token_id_file", "token_id"),
        ("rocketchat_token_id", "rocketchat_token_id_file"),
        "Rocket.Chat",
    ),
    ("rocketchat_configs", ("token_file", "token"), ("rocketchat_token", "rocketchat_token_file"), "Rocket.Chat"),
    (
        "mattermost_configs",
        ("webhook_url_file", "webhook_url"),
        ("mattermost_webhook_url", "mattermost_webhook_url_file"),
        "Mattermost",
    ),
    ("hipchat_configs", ("auth_token",), ("hipchat_auth_token",), "HipChat"),
)


def lacks(own: tuple[str, ...], shared: tuple[str, ...], title: str) -> str:
    """What is said of an integration that has none of its own fields while `global` has none of the shared ones."""
    return f"{title} needs `{own[-1].removesuffix('_')}`, here or as `{shared[0]}` in `global`"


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
    slack_api_url: HttpUrl | None = Field(default=None, description="URL of the Slack webhook; secret.")
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
    mattermost_webhook_url: Annotated[HttpUrl | None, Since(alertmanager="0.32")] = Field(
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

    @relation
    def _one_of_each(self, versions: Versions) -> Iterator[Fault]:
        for name in type(self).model_fields:
            if name.endswith("_file"):
                yield from exclusive(self, name.removesuffix("_file"), name)
        url, token = (
            present(self, "slack_api_url", "slack_api_url_file"),
            present(self, "slack_app_token", "slack_app_token_file"),
        )
        if url and token and self._slack_differs():
            yield Fault(f"`{url[0]}` and `{token[0]}` exclude each other", "Keep one of them", (token[0],))

    def _slack_differs(self) -> bool:
        """Whether the webhook of Slack is another address than the one that bots post to."""
        from o11ygen.targets.receivers.slack import POST_MESSAGE

        return self.slack_api_url != (self.slack_app_url or POST_MESSAGE)

    def missing(self, receiver: Receiver) -> Iterator[Fault]:
        """The values that the receiver's integrations need and neither they nor `global` give."""
        for field, own, shared, title in NEEDS:
            for index, integration in enumerate(getattr(receiver, field) or ()):
                # A bot token does for Slack's URL, which is judged below.
                if field == "slack_configs" or present(integration, *own) or present(self, *shared):
                    continue
                # Rocket.Chat is not asked for what its fields hold, if they are there.
                given = field == "rocketchat_configs" and any(
                    getattr(holder, name) is not None
                    for holder, names in ((integration, own), (self, shared))
                    for name in names
                    if not name.endswith("_file")
                )
                kind: Literal["server", "value"] = "server" if given else "value"
                yield Fault(lacks(own, shared, title), f"Add `{own[0].removesuffix('_')}`", (field, index), kind)
        for index, slack in enumerate(receiver.slack_configs or ()):
            for fault in self._slack(slack):
                yield Fault(fault.message, fault.hint, ("slack_configs", index, *fault.at))

    def _slack(self, slack: "SlackConfig") -> Iterator[Fault]:
        token = present(slack, "app_token", "app_token_file")
        own_authorization = slack.http_config is not None and slack.http_config.authorization is not None
        if not token and not own_authorization and not slack.api_url:
            token = present(self, "slack_app_token", "slack_app_token_file")
        url = present(slack, "api_url", "api_url_file") or present(self, "slack_api_url", "slack_api_url_file")
        if not token and not url:
            yield Fault(lacks(("api_url",), ("slack_api_url",), "Slack"), "Add `api_url_file`")
        if token and own_authorization:
            yield Fault("a bot token excludes `http_config.authorization`", "Keep one of them", ("http_config",))
