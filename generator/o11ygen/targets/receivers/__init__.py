"""Receivers of Alertmanager: a name, and the ways to tell people."""

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from o11ygen.targets import receiver_relations
from o11ygen.targets.model import Removed, Since, Target
from o11ygen.targets.postponed import later
from o11ygen.targets.receivers.integration import HTTPIntegration, Integration
from o11ygen.targets.scalars import Bool, HttpUrl, Text

# Few files have more than two or three of these.
if TYPE_CHECKING:
    from o11ygen.targets.receivers.chat import (
        DiscordConfig,
        MSTeamsConfig,
        MSTeamsV2Config,
        RocketchatConfig,
        TelegramConfig,
        WebexConfig,
        WechatConfig,
    )
    from o11ygen.targets.receivers.email import EmailConfig
    from o11ygen.targets.receivers.mattermost import MattermostConfig
    from o11ygen.targets.receivers.paging import (
        IncidentioConfig,
        OpsgenieConfig,
        PagerdutyConfig,
        PushoverConfig,
        SNSConfig,
        VictorOpsConfig,
    )
    from o11ygen.targets.receivers.slack import SlackConfig
    from o11ygen.targets.receivers.webhook import JiraConfig, WebhookConfig
else:
    DiscordConfig, MSTeamsConfig, MSTeamsV2Config, RocketchatConfig = later(
        "receivers.chat", "DiscordConfig", "MSTeamsConfig", "MSTeamsV2Config", "RocketchatConfig"
    )
    TelegramConfig, WebexConfig, WechatConfig = later("receivers.chat", "TelegramConfig", "WebexConfig", "WechatConfig")
    EmailConfig = later("receivers.email", "EmailConfig")
    MattermostConfig = later("receivers.mattermost", "MattermostConfig")
    IncidentioConfig, OpsgenieConfig, PagerdutyConfig = later(
        "receivers.paging", "IncidentioConfig", "OpsgenieConfig", "PagerdutyConfig"
    )
    PushoverConfig, SNSConfig, VictorOpsConfig = later(
        "receivers.paging", "PushoverConfig", "SNSConfig", "VictorOpsConfig"
    )
    SlackConfig = later("receivers.slack", "SlackConfig")
    JiraConfig, WebhookConfig = later("receivers.webhook", "JiraConfig", "WebhookConfig")


class HipchatConfig(HTTPIntegration, Integration):
    """A message in HipChat, which is gone."""

    api_url: HttpUrl | None = Field(default=None, description="URL of the API.")
    auth_token: Text | None = Field(default=None, description="Token.")
    room_id: Text = Field(description="Room.")
    from_: Text | None = Field(default=None, description="Name of the sender.")
    notify: Bool | None = Field(default=None, description="Make a sound.")
    message: Text | None = Field(default=None, description="Text.")
    message_format: Text | None = Field(default=None, description="How the text is formatted.")
    color: Text | None = Field(default=None, description="Color.")


class Receiver(Target):
    """Who is told, and how; without integrations, nobody."""

    name: Text = Field(description="Name that routes refer to; unique.")
    labels: Annotated[dict[str, Text] | None, Since(alertmanager="0.33")] = Field(
        default=None, description="Labels of the receiver."
    )
    slack_configs: list[SlackConfig] | None = Field(default=None, description="Slack.")
    email_configs: list[EmailConfig] | None = Field(default=None, description="Email.")
    pagerduty_configs: list[PagerdutyConfig] | None = Field(default=None, description="PagerDuty.")
    opsgenie_configs: list[OpsgenieConfig] | None = Field(default=None, description="Opsgenie.")
    webhook_configs: list[WebhookConfig] | None = Field(default=None, description="HTTP endpoints.")
    discord_configs: Annotated[list[DiscordConfig] | None, Since(alertmanager="0.25")] = Field(
        default=None, description="Discord."
    )
    incidentio_configs: Annotated[list[IncidentioConfig] | None, Since(alertmanager="0.29")] = Field(
        default=None, description="incident.io."
    )
    jira_configs: Annotated[list[JiraConfig] | None, Since(alertmanager="0.28")] = Field(
        default=None, description="Jira."
    )
    mattermost_configs: Annotated[list[MattermostConfig] | None, Since(alertmanager="0.30")] = Field(
        default=None, description="Mattermost."
    )
    msteams_configs: Annotated[list[MSTeamsConfig] | None, Since(alertmanager="0.26")] = Field(
        default=None, description="Microsoft Teams, by connector."
    )
    msteamsv2_configs: Annotated[list[MSTeamsV2Config] | None, Since(alertmanager="0.28")] = Field(
        default=None, description="Microsoft Teams, by workflow."
    )
    pushover_configs: list[PushoverConfig] | None = Field(default=None, description="Pushover.")
    rocketchat_configs: Annotated[list[RocketchatConfig] | None, Since(alertmanager="0.28")] = Field(
        default=None, description="Rocket.Chat."
    )
    sns_configs: Annotated[list[SNSConfig] | None, Since(alertmanager="0.23")] = Field(
        default=None, description="Amazon SNS."
    )
    telegram_configs: Annotated[list[TelegramConfig] | None, Since(alertmanager="0.24")] = Field(
        default=None, description="Telegram."
    )
    victorops_configs: list[VictorOpsConfig] | None = Field(default=None, description="VictorOps (Splunk On-Call).")
    webex_configs: Annotated[list[WebexConfig] | None, Since(alertmanager="0.25")] = Field(
        default=None, description="Webex."
    )
    wechat_configs: list[WechatConfig] | None = Field(default=None, description="WeChat.")
    hipchat_configs: Annotated[
        list[HipchatConfig] | None, Removed("HipChat is gone; use another chat", alertmanager="0.21")
    ] = Field(default=None, description="HipChat.")

    _name = receiver_relations.receiver_name
