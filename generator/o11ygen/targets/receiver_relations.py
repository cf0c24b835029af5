"""What holds between the fields of the usual integrations of Alertmanager; without the models, so that it loads fast."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from o11ygen.targets.checked_text import SHOWN_SECRET, url_fault
from o11ygen.targets.relation import Fault, Versions, at_least, exclusive, one_of, present, relation, required

if TYPE_CHECKING:
    from o11ygen.targets.receivers import Receiver
    from o11ygen.targets.receivers.chat import DiscordConfig, MSTeamsConfig, MSTeamsV2Config, TelegramConfig
    from o11ygen.targets.receivers.email import EmailConfig, Threading
    from o11ygen.targets.receivers.paging import OpsgenieConfig, OpsgenieResponder, PagerdutyConfig
    from o11ygen.targets.receivers.slack import SlackAction, SlackConfig, SlackConfirmation, SlackField
    from o11ygen.targets.receivers.webhook import WebhookConfig

POST_MESSAGE = "https://slack.com/api/chat.postMessage"


@relation
def receiver_name(receiver: Receiver, versions: Versions) -> Iterator[Fault]:
    """A receiver has a name."""
    if not receiver.name:
        yield Fault("the receiver has no name", "Add `name`", ("name",))
    label = (receiver.labels or {}).get("name")
    if label is not None and label != receiver.name:
        message = f"the label `name` is `{label}`, the receiver's name is `{receiver.name}`"
        yield Fault(message, "Remove the label", ("labels", "name"))


def secret_or_file(part: object, name: str, file: str) -> Iterator[Fault]:
    """A fault for a secret of Rocket.Chat that is given, even if it is empty, beside the file that holds it."""
    if getattr(part, name) is not None and getattr(part, file):
        yield Fault(f"`{name}` and `{file}` exclude each other", "Keep one of them", (file,))


@relation
def slack_field(field: SlackField, versions: Versions) -> Iterator[Fault]:
    """A field of a message has a title and a value."""
    yield from required(field, "title")
    yield from required(field, "value")


@relation
def slack_confirmation(question: SlackConfirmation, versions: Versions) -> Iterator[Fault]:
    """A question has a text."""
    yield from required(question, "text")


@relation
def slack_action(action: SlackAction, versions: Versions) -> Iterator[Fault]:
    """A button has what it shows, and something to do."""
    yield from required(action, "type")
    yield from required(action, "text")
    if not action.url and not action.name:
        yield Fault("a Slack action needs a `url` or a `name`", "Add `url`", ("url",))


@relation
def slack_way(slack: SlackConfig, versions: Versions) -> Iterator[Fault]:
    """Slack is reached in one way."""
    yield from exclusive(slack, "api_url", "api_url_file")
    yield from exclusive(slack, "app_token", "app_token_file")
    url, token = present(slack, "api_url", "api_url_file"), present(slack, "app_token", "app_token_file")
    if url and token:
        yield Fault(f"`{url[0]}` and `{token[0]}` exclude each other", "Keep one of them", (token[0],))


@relation
def slack_update(slack: SlackConfig, versions: Versions) -> Iterator[Fault]:
    """Only bots change a message."""
    if slack.update_message and slack.api_url != POST_MESSAGE:
        yield Fault(f"`update_message` needs the `api_url` {POST_MESSAGE}", "Use a bot", ("update_message",))


@relation
def email_addressed(email: EmailConfig, versions: Versions) -> Iterator[Fault]:
    """An email goes to somebody, and each secret comes from one place."""
    yield from required(email, "to", "Name the team's address")
    for name in ("auth_password", "auth_secret"):
        if getattr(email, name) and getattr(email, f"{name}_file"):
            message = f"`{name}` and `{name}_file` are both given: only the file is read"
            yield Fault(message, f"Remove `{name}`", (name,), "advice")


@relation
def email_headers(email: EmailConfig, versions: Versions) -> Iterator[Fault]:
    """Headers are given once."""
    seen: set[str] = set()
    for name in email.headers or ():
        if name.lower() in seen:
            yield Fault(f"the header `{name}` is given twice", "Keep one of them", ("headers", name))
        seen.add(name.lower())
    if email.threading and email.threading.enabled:
        for name in email.headers or ():
            if name.lower() in ("references", "in-reply-to"):
                yield Fault(f"`threading` sets the header `{name}` itself", "Remove the header", ("headers", name))


@relation
def thread_by_date(threading: Threading, versions: Versions) -> Iterator[Fault]:
    """Threads are told apart by the day, or are not."""
    if threading.enabled and threading.thread_by_date not in ("none", "daily"):
        message = "`thread_by_date` is neither `none` nor `daily`"
        yield Fault(message, "Write one of them", ("thread_by_date",))


@relation
def webhook_url(webhook: WebhookConfig, versions: Versions) -> Iterator[Fault]:
    """A webhook has a URL, or the file that holds it."""
    yield from one_of(webhook, "url", "url_file")
    templated = "{{" in (webhook.url or "")
    if templated and at_least(versions, alertmanager="0.31"):
        return
    if webhook.url and webhook.url != SHOWN_SECRET and (fault := url_fault(webhook.url)):
        yield Fault(fault, "Write a URL such as `https://hooks.example.com/alerts`", ("url",))
    elif templated:
        message = "the template in the URL is sent as it stands; Alertmanager expands it from 0.31"
        yield Fault(message, "Write the whole URL", ("url",), "advice")


@relation
def pagerduty_key(pager: PagerdutyConfig, versions: Versions) -> Iterator[Fault]:
    """PagerDuty has a key, from one place."""
    if not present(pager, "routing_key", "routing_key_file", "service_key", "service_key_file"):
        yield Fault("PagerDuty needs a key", "Add `routing_key_file`, or `routing_key` below 0.25")
    yield from exclusive(pager, "routing_key", "routing_key_file")
    yield from exclusive(pager, "service_key", "service_key_file")


@relation
def pagerduty_details(pager: PagerdutyConfig, versions: Versions) -> Iterator[Fault]:
    """The release takes the details."""
    for name, value in (pager.details or {}).items():
        if isinstance(value, dict | list) and not at_least(versions, alertmanager="0.30"):
            yield Fault(f"the detail `{name}` is nested; that needs Alertmanager 0.30", "Write text", ("details", name))


@relation
def opsgenie_responder(responder: OpsgenieResponder, versions: Versions) -> Iterator[Fault]:
    """A responder is named, and of a known kind."""
    if not present(responder, "id", "name", "username"):
        yield Fault("the responder has neither `id`, `name` nor `username`", "Add `name`")
    kind = (responder.type or "").lower()
    if "{{" not in kind and kind not in ("team", "teams", "user", "escalation", "schedule"):
        yield Fault(f"`{kind}` is not a kind of responder", "Use `team`, `user`, `escalation` or `schedule`", ("type",))


@relation
def opsgenie_key(pager: OpsgenieConfig, versions: Versions) -> Iterator[Fault]:
    """Opsgenie's key comes from one place."""
    yield from exclusive(pager, "api_key", "api_key_file")


@relation
def webhook_or_file(chat: DiscordConfig | MSTeamsConfig | MSTeamsV2Config, versions: Versions) -> Iterator[Fault]:
    """A chat has a webhook, or the file that holds it."""
    yield from one_of(chat, "webhook_url", "webhook_url_file")


@relation
def telegram_chat(telegram: TelegramConfig, versions: Versions) -> Iterator[Fault]:
    """A bot writes to a chat, with a token from one place."""
    yield from exclusive(telegram, "bot_token", "bot_token_file")
    if not telegram.chat_id and not telegram.chat_id_file:
        yield Fault("`chat_id` is required", "Name the chat", ("chat_id",))
    yield from exclusive(telegram, "chat_id", "chat_id_file")
