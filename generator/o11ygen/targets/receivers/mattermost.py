"""Mattermost."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from o11ygen.targets.model import Since, Target
from o11ygen.targets.receivers.integration import HTTPIntegration, Integration
from o11ygen.targets.receivers.slack import SlackField
from o11ygen.targets.relation import Fault, Versions, exclusive, relation
from o11ygen.targets.scalars import Bool, SecretUrl, Text


class MattermostAttachment(Target):
    """An attachment of the message."""

    fallback: Text | None = Field(default=None, description="Text where nothing else can be shown.")
    color: Text | None = Field(default=None, description="Color.")
    pretext: Text | None = Field(default=None, description="Text above the attachment.")
    text: Text | None = Field(default=None, description="Text.")
    author_name: Text | None = Field(default=None, description="Author.")
    author_link: Text | None = Field(default=None, description="URL of the author.")
    author_icon: Text | None = Field(default=None, description="Picture of the author.")
    title: Text | None = Field(default=None, description="Title.")
    title_link: Text | None = Field(default=None, description="URL of the title.")
    fields: list[SlackField | None] | None = Field(default=None, description="Fields.")
    thumb_url: Text | None = Field(default=None, description="Small picture.")
    footer: Text | None = Field(default=None, description="Footer.")
    footer_icon: Text | None = Field(default=None, description="Picture of the footer.")
    image_url: Text | None = Field(default=None, description="Picture.")


class MattermostProps(Target):
    """Properties of the message."""

    card: Text | None = Field(default=None, description="Text shown beside the channel.")


class MattermostPriority(Target):
    """Priority of the message."""

    priority: Text | None = Field(default=None, description="`standard`, `important` or `urgent`.")
    requested_ack: Bool | None = Field(default=None, description="Ask for an acknowledgement.")
    persistent_notifications: Bool | None = Field(default=None, description="Notify until it is acknowledged.")


class _Sender(Integration):
    webhook_url: SecretUrl | None = Field(default=None, description="URL of the webhook; secret.")
    webhook_url_file: Text | None = Field(default=None, description="File that holds the URL of the webhook.")
    channel: Text | None = Field(default=None, description="Channel or user.")
    username: Text | None = Field(default=None, description="Name of the sender.")
    icon_url: Text | None = Field(default=None, description="Picture beside the sender.")
    icon_emoji: Text | None = Field(default=None, description="Emoji beside the sender.")


class _Message(Target):
    fallback: Annotated[Text | None, Since(alertmanager="0.32")] = Field(
        default=None, description="Text where nothing else can be shown."
    )
    color: Annotated[Text | None, Since(alertmanager="0.32")] = Field(default=None, description="Color.")
    pretext: Annotated[Text | None, Since(alertmanager="0.32")] = Field(
        default=None, description="Text above the message."
    )
    text: Text | None = Field(default=None, description="Text.")
    author_name: Annotated[Text | None, Since(alertmanager="0.32")] = Field(default=None, description="Author.")
    author_link: Annotated[Text | None, Since(alertmanager="0.32")] = Field(
        default=None, description="URL of the author."
    )
    author_icon: Annotated[Text | None, Since(alertmanager="0.32")] = Field(
        default=None, description="Picture of the author."
    )
    title: Annotated[Text | None, Since(alertmanager="0.32")] = Field(default=None, description="Title.")
    title_link: Annotated[Text | None, Since(alertmanager="0.32")] = Field(
        default=None, description="URL of the title."
    )
    fields: Annotated[list[SlackField | None] | None, Since(alertmanager="0.32")] = Field(
        default=None, description="Fields."
    )
    thumb_url: Annotated[Text | None, Since(alertmanager="0.32")] = Field(default=None, description="Small picture.")
    footer: Annotated[Text | None, Since(alertmanager="0.32")] = Field(default=None, description="Footer.")
    footer_icon: Annotated[Text | None, Since(alertmanager="0.32")] = Field(
        default=None, description="Picture of the footer."
    )
    image_url: Annotated[Text | None, Since(alertmanager="0.32")] = Field(default=None, description="Picture.")
    attachments: list[MattermostAttachment | None] | None = Field(default=None, description="Attachments.")
    type: Text | None = Field(default=None, description="Kind of the post.")
    props: MattermostProps | None = Field(default=None, description="Properties.")
    priority: MattermostPriority | None = Field(default=None, description="Priority.")


class MattermostConfig(HTTPIntegration, _Message, _Sender):
    """A message in Mattermost."""

    @relation
    def _url(self, versions: Versions) -> Iterator[Fault]:
        yield from exclusive(self, "webhook_url", "webhook_url_file")
