"""Chats other than Slack: Discord, Telegram, Microsoft Teams, Webex, WeChat, Rocket.Chat."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from o11ygen.targets import receiver_relations
from o11ygen.targets.http_relations import has_authorization
from o11ygen.targets.model import Since, Target
from o11ygen.targets.receivers.integration import HTTPIntegration, Integration
from o11ygen.targets.relation import Fault, Versions, exclusive, relation, required
from o11ygen.targets.scalars import Bool, HttpUrl, Int, SecretUrl, Text


class _Discord(Integration):
    webhook_url: SecretUrl | None = Field(default=None, description="URL of the webhook; secret.")
    webhook_url_file: Annotated[Text | None, Since(alertmanager="0.27")] = Field(
        default=None, description="File that holds the URL of the webhook."
    )
    content: Annotated[Text | None, Since(alertmanager="0.28")] = Field(
        default=None, description="Text above the message."
    )
    title: Text | None = Field(default=None, description="Title.")
    message: Text | None = Field(default=None, description="Text.")
    username: Annotated[Text | None, Since(alertmanager="0.28")] = Field(
        default=None, description="Name of the sender."
    )
    avatar_url: Annotated[Text | None, Since(alertmanager="0.28")] = Field(
        default=None, description="Picture of the sender."
    )


class DiscordConfig(HTTPIntegration, _Discord):
    """A message in Discord."""

    _url = receiver_relations.webhook_or_file


class _Telegram(Integration):
    api_url: HttpUrl | None = Field(default=None, description="URL of the API.")
    bot_token: Text | None = Field(default=None, description="Bot token.")
    bot_token_file: Annotated[Text | None, Since(alertmanager="0.26")] = Field(
        default=None, description="File that holds the bot token."
    )
    chat_id: Int | None = Field(default=None, description="Chat.")
    chat_id_file: Annotated[Text | None, Since(alertmanager="0.31")] = Field(
        default=None, description="File that holds the chat."
    )
    message_thread_id: Annotated[Int | None, Since(alertmanager="0.28")] = Field(
        default=None, description="Topic of the chat."
    )
    message: Text | None = Field(default=None, description="Text.")
    parse_mode: Literal["", "HTML", "Markdown", "MarkdownV2"] | None = Field(
        default=None, description="How the text is formatted; HTML unless given."
    )
    disable_notifications: Bool | None = Field(default=None, description="Make no sound.")


class TelegramConfig(HTTPIntegration, _Telegram):
    """A message in Telegram."""

    _required = receiver_relations.telegram_chat


class _TeamsWebhook(Integration):
    webhook_url: SecretUrl | None = Field(default=None, description="URL of the webhook; secret.")
    webhook_url_file: Annotated[Text | None, Since(alertmanager="0.27")] = Field(
        default=None, description="File that holds the URL of the webhook."
    )
    title: Text | None = Field(default=None, description="Title.")
    text: Text | None = Field(default=None, description="Text.")

    _url = receiver_relations.webhook_or_file


class _TeamsCard(_TeamsWebhook):
    summary: Annotated[Text | None, Since(alertmanager="0.27")] = Field(default=None, description="Summary.")


class MSTeamsConfig(HTTPIntegration, _TeamsCard):
    """A message in Microsoft Teams, through a connector, which Microsoft has retired."""


class MSTeamsV2Config(HTTPIntegration, _TeamsWebhook):
    """A message in Microsoft Teams, through a workflow."""


class _Webex(Integration):
    api_url: HttpUrl | None = Field(default=None, description="URL of the API.")
    room_id: Text = Field(description="Room.")
    message: Text | None = Field(default=None, description="Text.")


class WebexConfig(HTTPIntegration, _Webex):
    """A message in Webex; the bot token is the `authorization` of `http_config`."""

    @relation
    def _required(self, versions: Versions) -> Iterator[Fault]:
        yield from required(self, "room_id", "Name the room")
        if not has_authorization(self.http_config):
            where = ("http_config",) if self.http_config is None else ("http_config", "authorization")
            yield Fault("Webex needs `http_config.authorization`", "Put the bot token there", where)


class _WeChat(Integration):
    api_url: HttpUrl | None = Field(default=None, description="URL of the API.")
    api_secret: Text | None = Field(default=None, description="Secret.")
    api_secret_file: Annotated[Text | None, Since(alertmanager="0.31")] = Field(
        default=None, description="File that holds the secret."
    )
    corp_id: Text | None = Field(default=None, description="Id of the organization.")
    agent_id: Text | None = Field(default=None, description="Id of the application.")
    to_user: Text | None = Field(default=None, description="Users.")
    to_party: Text | None = Field(default=None, description="Departments.")
    to_tag: Text | None = Field(default=None, description="Tags.")
    message: Text | None = Field(default=None, description="Text.")
    message_type: Annotated[Literal["", "text", "markdown"] | None, Since(alertmanager="0.22")] = Field(
        default=None, description="How the text is formatted."
    )


class WechatConfig(HTTPIntegration, _WeChat):
    """A message in WeChat."""

    @relation
    def _secret(self, versions: Versions) -> Iterator[Fault]:
        yield from exclusive(self, "api_secret", "api_secret_file")


class RocketchatField(Target):
    """A field of the message."""

    title: Text | None = Field(default=None, description="Title.")
    value: Text | None = Field(default=None, description="Value.")
    short: Bool | None = Field(default=None, description="Stands beside another short field.")


class RocketchatAction(Target):
    """A button of the message."""

    type: Text | None = Field(default=None, description="Kind, such as `button`.")
    text: Text | None = Field(default=None, description="Text.")
    url: Text | None = Field(default=None, description="URL that is opened.")
    msg: Text | None = Field(default=None, description="Message that is sent.")


class _Rocketchat(Integration):
    api_url: HttpUrl | None = Field(default=None, description="URL of the server.")
    token_id: Text | None = Field(default=None, description="Id of the user.")
    token_id_file: Text | None = Field(default=None, description="File that holds the id of the user.")
    token: Text | None = Field(default=None, description="Token.")
    token_file: Text | None = Field(default=None, description="File that holds the token.")
    channel: Text | None = Field(default=None, description="Channel or user.")
    emoji: Text | None = Field(default=None, description="Emoji beside the sender.")
    icon_url: Text | None = Field(default=None, description="Picture beside the sender.")
    color: Text | None = Field(default=None, description="Color of the message.")
    title: Text | None = Field(default=None, description="Title.")
    title_link: Text | None = Field(default=None, description="URL of the title.")
    text: Text | None = Field(default=None, description="Text.")
    fields: list[RocketchatField | None] | None = Field(default=None, description="Fields.")
    short_fields: Bool | None = Field(default=None, description="Fields stand beside each other.")
    image_url: Text | None = Field(default=None, description="Picture.")
    thumb_url: Text | None = Field(default=None, description="Small picture.")
    link_names: Bool | None = Field(default=None, description="Make mentions of names.")
    actions: list[RocketchatAction | None] | None = Field(default=None, description="Buttons.")


class RocketchatConfig(HTTPIntegration, _Rocketchat):
    """A message in Rocket.Chat."""

    @relation
    def _secrets(self, versions: Versions) -> Iterator[Fault]:
        yield from receiver_relations.secret_or_file(self, "token_id", "token_id_file")
        yield from receiver_relations.secret_or_file(self, "token", "token_file")
