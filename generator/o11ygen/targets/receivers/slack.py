"""Slack."""

from typing import Annotated

from pydantic import Field

from o11ygen.targets import receiver_relations
from o11ygen.targets.model import Since, Target
from o11ygen.targets.receivers.integration import HTTPIntegration, Integration
from o11ygen.targets.scalars import Bool, HttpUrl, SecretUrl, Text, TimeDuration


class SlackField(Target):
    """A field of the message."""

    title: Text = Field(description="Title.")
    value: Text = Field(description="Value.")
    short: Bool | None = Field(default=None, description="Stands beside another short field.")

    _required = receiver_relations.slack_field


class SlackConfirmation(Target):
    """A question before an action is done."""

    text: Text = Field(description="Question.")
    title: Text | None = Field(default=None, description="Title.")
    ok_text: Text | None = Field(default=None, description="Text of the button that says yes.")
    dismiss_text: Text | None = Field(default=None, description="Text of the button that says no.")

    _required = receiver_relations.slack_confirmation


class SlackAction(Target):
    """A button of the message."""

    type: Text = Field(description="Kind, such as `button`.")
    text: Text = Field(description="Text.")
    url: Text | None = Field(default=None, description="URL that is opened.")
    name: Text | None = Field(default=None, description="Name of the action, where there is no URL.")
    value: Text | None = Field(default=None, description="Value sent with the action.")
    style: Text | None = Field(default=None, description="Style, such as `danger`.")
    confirm: SlackConfirmation | None = Field(default=None, description="Question before the action.")

    _required = receiver_relations.slack_action


class _Message(Integration):
    api_url: SecretUrl | None = Field(default=None, description="URL of the webhook; secret.")
    api_url_file: Annotated[Text | None, Since(alertmanager="0.22")] = Field(
        default=None, description="File that holds the URL of the webhook."
    )
    app_token: Annotated[Text | None, Since(alertmanager="0.30")] = Field(default=None, description="Bot token.")
    app_token_file: Annotated[Text | None, Since(alertmanager="0.30")] = Field(
        default=None, description="File that holds the bot token."
    )
    app_url: Annotated[HttpUrl | None, Since(alertmanager="0.30")] = Field(
        default=None, description="URL that a bot posts to."
    )
    channel: Text | None = Field(default=None, description="Channel or user.")
    username: Text | None = Field(default=None, description="Name of the sender.")
    icon_emoji: Text | None = Field(default=None, description="Emoji beside the sender.")
    icon_url: Text | None = Field(default=None, description="Picture beside the sender.")
    color: Text | None = Field(default=None, description="Color of the message.")
    title: Text | None = Field(default=None, description="Title.")
    title_link: Text | None = Field(default=None, description="URL of the title.")
    pretext: Text | None = Field(default=None, description="Text above the title.")
    text: Text | None = Field(default=None, description="Text.")
    message_text: Annotated[Text | None, Since(alertmanager="0.31")] = Field(
        default=None, description="Text outside of the attachment."
    )
    fields: list[SlackField | None] | None = Field(default=None, description="Fields.")
    short_fields: Bool | None = Field(default=None, description="Fields stand beside each other.")
    footer: Text | None = Field(default=None, description="Footer.")
    fallback: Text | None = Field(default=None, description="Text where nothing else can be shown.")
    callback_id: Text | None = Field(default=None, description="Id of the actions.")
    image_url: Text | None = Field(default=None, description="Picture.")
    thumb_url: Text | None = Field(default=None, description="Small picture.")
    link_names: Bool | None = Field(default=None, description="Make mentions of names.")
    mrkdwn_in: list[Text] | None = Field(default=None, description="Fields that are formatted.")
    actions: list[SlackAction | None] | None = Field(default=None, description="Buttons.")
    update_message: Annotated[Bool | None, Since(alertmanager="0.32")] = Field(
        default=None, description="Change the first message instead of sending more."
    )
    timeout: Annotated[TimeDuration | None, Since(alertmanager="0.30")] = Field(
        default=None, description="How long a request may take."
    )


class SlackConfig(HTTPIntegration, _Message):
    """A message in Slack."""

    _one_way = receiver_relations.slack_way
    _update = receiver_relations.slack_update
