"""Receivers: every integration of Alertmanager, under the field names Alertmanager uses.

A secret is always a `Secret`; the file it names is rendered as the integration's own `*_file` field. What is not given
here comes from the environment's `Notifications`, where Alertmanager's `global` section has such a field.
"""

from typing import Annotated, ClassVar

from pydantic import Field

from o11ygen.spec.allow import Allow
from o11ygen.spec.frozen import EMPTY, Frozen
from o11ygen.spec.model import Spec, refuse, relation
from o11ygen.spec.names import Name
from o11ygen.spec.values import Duration, Extra, Integer, Secret, Switch, Text
from o11ygen.spec.varying import Varies


class Integration(Spec):
    """What all integrations have."""

    kind: ClassVar[str]
    implies_page: ClassVar[bool] = False

    pages: Varies[Switch | None] = Field(
        default=None, description="Whether it wakes somebody; implied by paging services."
    )
    send_resolved: Varies[Switch | None] = Field(
        default=None, description="Whether the end of an alert is told as well."
    )
    extra: Varies[Extra] = Field(
        default=EMPTY, description="Further fields of the integration, under Alertmanager's names."
    )

    @classmethod
    def noun(cls) -> str:
        """The name it has in the author's vocabulary, without its underscore."""
        return cls.__name__.lower()

    @property
    def wakes(self) -> bool:
        """Whether a notification through it wakes somebody; asked where `pages` is that of one environment."""
        return self.implies_page if self.pages is None else self.pages is True


class Slack(Integration):
    """A message to a Slack channel."""

    kind = "slack"
    channel: Varies[Text] = Field(kw_only=False, description="The channel, such as `#alerts-critical`.")
    api_url: Varies[Secret | None] = Field(
        default=None, description="The incoming-webhook URL; else the environment's."
    )
    title: Varies[Text | None] = Field(default=None, description="Template of the title.")
    text: Varies[Text | None] = Field(default=None, description="Template of the text.")
    color: Varies[Text | None] = Field(default=None, description="Template of the bar's colour.")
    username: Varies[Text | None] = Field(default=None, description="The name it is posted under.")


class Email(Integration):
    """An e-mail; the mail server stands in the environment's `Notifications`."""

    kind = "email"
    to: Varies[Text] = Field(kw_only=False, description="The address, or several separated by commas.")
    subject: Varies[Text | None] = Field(default=None, description="Template of the subject; rendered as a header.")
    headers: Varies[Frozen[str, Varies[Text]]] = Field(default=EMPTY, description="Further headers, by name.")
    from_: Varies[Text | None] = Field(default=None, description="The sender; else the environment's.")
    html: Varies[Text | None] = Field(default=None, description="Template of the HTML body.")
    text: Varies[Text | None] = Field(default=None, description="Template of the plain body.")
    auth_password: Varies[Secret | None] = Field(default=None, description="Password for the mail server.")


class PagerDuty(Integration):
    """An incident in PagerDuty (Events API v2)."""

    kind = "pagerduty"
    implies_page = True
    routing_key: Varies[Secret] = Field(description="The integration key of the service (Events API v2).")
    description: Varies[Text | None] = Field(default=None, description="Template of the incident's title.")
    severity: Varies[Text | None] = Field(default=None, description="Template of the severity PagerDuty shows.")
    client_url: Varies[Text | None] = Field(default=None, description="Template of the link back.")
    details: Varies[Frozen[str, Varies[Text]]] = Field(default=EMPTY, description="Further details, by name.")


class OpsGenie(Integration):
    """An alert in Opsgenie."""

    kind = "opsgenie"
    implies_page = True
    api_key: Varies[Secret | None] = Field(default=None, description="The API key; else the environment's.")
    message: Varies[Text | None] = Field(default=None, description="Template of the message.")
    description: Varies[Text | None] = Field(default=None, description="Template of the description.")
    priority: Varies[Text | None] = Field(default=None, description="P1 to P5; may be a template.")
    tags: Varies[Text | None] = Field(default=None, description="Tags, separated by commas.")
    responders: Varies[tuple[Frozen[str, str], ...]] = Field(
        default=(), description="Who responds: mappings with id, name or username, and type."
    )


class Webhook(Integration):
    """An HTTP POST of the notification as JSON."""

    kind = "webhook"
    url: Varies[Secret | Text] = Field(kw_only=False, description="The URL; a Secret when it carries a credential.")
    max_alerts: Varies[Annotated[Integer, Field(ge=0)] | None] = Field(
        default=None, description="The most alerts in one message; 0 is all."
    )
    timeout: Varies[Duration | None] = Field(default=None, description="How long an answer may take.")


class MSTeams(Integration):
    """A message to Microsoft Teams, through the workflow webhook (v2)."""

    kind = "msteamsv2"
    webhook_url: Varies[Secret] = Field(kw_only=False, description="The URL of the workflow's webhook.")
    title: Varies[Text | None] = Field(default=None, description="Template of the title.")
    text: Varies[Text | None] = Field(default=None, description="Template of the text.")


class MSTeamsConnector(Integration):
    """A message to Microsoft Teams, through the retired connector webhook (v1)."""

    kind = "msteams"
    webhook_url: Varies[Secret] = Field(kw_only=False, description="The URL of the connector.")
    title: Varies[Text | None] = Field(default=None, description="Template of the title.")
    summary: Varies[Text | None] = Field(default=None, description="Template of the summary.")
    text: Varies[Text | None] = Field(default=None, description="Template of the text.")


class Discord(Integration):
    """A message to a Discord channel."""

    kind = "discord"
    webhook_url: Varies[Secret] = Field(kw_only=False, description="The channel's webhook URL.")
    title: Varies[Text | None] = Field(default=None, description="Template of the title.")
    message: Varies[Text | None] = Field(default=None, description="Template of the message.")


class Telegram(Integration):
    """A message to a Telegram chat."""

    kind = "telegram"
    chat_id: Varies[Integer] = Field(kw_only=False, description="The chat's number.")
    bot_token: Varies[Secret | None] = Field(default=None, description="The bot's token; else the environment's.")
    message: Varies[Text | None] = Field(default=None, description="Template of the message.")
    parse_mode: Varies[Text | None] = Field(default=None, description="HTML, Markdown, MarkdownV2 or empty.")


class SNS(Integration):
    """A message through Amazon SNS: to exactly one topic, endpoint or phone number."""

    kind = "sns"
    implies_page = True
    topic_arn: Varies[Text | None] = Field(default=None, description="The topic.")
    target_arn: Varies[Text | None] = Field(default=None, description="The endpoint, when not a topic.")
    phone_number: Varies[Text | None] = Field(default=None, description="The phone number, when not a topic.")
    sigv4: Varies[Frozen[str, Varies[Text]]] = Field(
        default=EMPTY, description="AWS signature settings: region, profile, role_arn."
    )
    subject: Varies[Text | None] = Field(default=None, description="Template of the subject.")
    message: Varies[Text | None] = Field(default=None, description="Template of the message.")


class Pushover(Integration):
    """A push message through Pushover."""

    kind = "pushover"
    implies_page = True
    user_key: Varies[Secret] = Field(description="The user's or group's key.")
    token: Varies[Secret] = Field(description="The application's token.")
    title: Varies[Text | None] = Field(default=None, description="Template of the title.")
    message: Varies[Text | None] = Field(default=None, description="Template of the message.")
    priority: Varies[Text | None] = Field(default=None, description="-2 to 2; may be a template.")
    sound: Varies[Text | None] = Field(default=None, description="The sound.")


class VictorOps(Integration):
    """An incident in VictorOps (Splunk On-Call)."""

    kind = "victorops"
    implies_page = True
    routing_key: Varies[Text] = Field(kw_only=False, description="The key that names the team; no credential.")
    api_key: Varies[Secret | None] = Field(default=None, description="The API key; else the environment's.")
    message_type: Varies[Text | None] = Field(default=None, description="CRITICAL, WARNING or INFO.")
    entity_display_name: Varies[Text | None] = Field(default=None, description="Template of the title.")
    state_message: Varies[Text | None] = Field(default=None, description="Template of the long text.")


class WeChat(Integration):
    """A message through WeChat Work."""

    kind = "wechat"
    corp_id: Varies[Text | None] = Field(default=None, description="The corporation's id; else the environment's.")
    api_secret: Varies[Secret | None] = Field(
        default=None, description="The API secret; readable from a file since 0.31."
    )
    to_party: Varies[Text | None] = Field(default=None, description="The department.")
    to_user: Varies[Text | None] = Field(default=None, description="The users.")
    agent_id: Varies[Text | None] = Field(default=None, description="The application's id.")
    message: Varies[Text | None] = Field(default=None, description="Template of the message.")


class Webex(Integration):
    """A message to a Webex room."""

    kind = "webex"
    room_id: Varies[Text] = Field(kw_only=False, description="The room.")
    credentials: Varies[Secret] = Field(description="The bot's token, sent as a bearer token.")
    message: Varies[Text | None] = Field(default=None, description="Template of the message.")


class Jira(Integration):
    """An issue in Jira."""

    kind = "jira"
    project: Varies[Text] = Field(kw_only=False, description="The project's key.")
    issue_type: Varies[Text] = Field(description="The issue type, such as Bug.")
    api_url: Varies[Text | None] = Field(default=None, description="The REST URL; else the environment's.")
    username: Varies[Text | None] = Field(default=None, description="The user, with `api_token` as the password.")
    api_token: Varies[Secret | None] = Field(default=None, description="The token.")
    summary: Varies[Text | None] = Field(default=None, description="Template of the title.")
    description: Varies[Text | None] = Field(default=None, description="Template of the body.")
    priority: Varies[Text | None] = Field(default=None, description="Template of the priority.")
    labels: Varies[tuple[str, ...]] = Field(default=(), description="Labels of the issue.")
    reopen_transition: Varies[Text | None] = Field(default=None, description="The transition that reopens.")
    resolve_transition: Varies[Text | None] = Field(default=None, description="The transition that resolves.")
    reopen_duration: Varies[Duration | None] = Field(default=None, description="Reopen when resolved no longer ago.")

    @relation
    def _login(self) -> None:
        if self.username is not None and self.api_token is None:
            raise refuse(
                "`username` is given without `api_token`, so Jira is asked without a password and opens no issue",
                "Add `api_token=Secret.file(...)`; alone, it is sent as a bearer token.",
            )


class RocketChat(Integration):
    """A message to a Rocket.Chat channel."""

    kind = "rocketchat"
    channel: Varies[Text] = Field(kw_only=False, description="The channel.")
    token: Varies[Secret | None] = Field(default=None, description="The personal access token; else the environment's.")
    token_id: Varies[Secret | None] = Field(
        default=None, description="The id of the token's user; else the environment's."
    )
    title: Varies[Text | None] = Field(default=None, description="Template of the title.")
    text: Varies[Text | None] = Field(default=None, description="Template of the text.")


class Receiver(Spec):
    """Where notifications go, under a name: one or several integrations that are told at once."""

    name: Name = Field(kw_only=False, description="The receiver's name, unique in the project.")
    integrations: Varies[tuple[Integration, ...]] = Field(description="What is told; empty for a receiver that drops.")
    allow: tuple[Allow, ...] | Allow = Field(
        default=(), description="Checks whose findings on this receiver are accepted."
    )


# The vocabulary reads as sentences: `page=slack("#alerts-critical", pages=True)`.
slack = Slack
email = Email
pagerduty = PagerDuty
opsgenie = OpsGenie
webhook = Webhook
msteams = MSTeams
msteams_connector = MSTeamsConnector
discord = Discord
telegram = Telegram
sns = SNS
pushover = Pushover
victorops = VictorOps
wechat = WeChat
webex = Webex
jira = Jira
rocketchat = RocketChat
