"""Webhooks and tickets: any HTTP endpoint, and Jira."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from o11ygen.targets import receiver_relations
from o11ygen.targets.model import Since, Target
from o11ygen.targets.receivers.integration import HTTPIntegration, Integration
from o11ygen.targets.relation import Fault, Versions, at_least, relation, required
from o11ygen.targets.scalars import Bool, Duration, HttpUrl, Text, TimeDuration, Uint


class _Webhook(Integration):
    url: Text | None = Field(default=None, description="URL; may be a template from 0.31.")
    url_file: Annotated[Text | None, Since(alertmanager="0.26")] = Field(
        default=None, description="File that holds the URL."
    )
    max_alerts: Annotated[Uint | None, Since(alertmanager="0.21")] = Field(
        default=None, description="Most alerts in a message; 0 for all."
    )
    timeout: Annotated[TimeDuration | None, Since(alertmanager="0.28")] = Field(
        default=None, description="How long a request may take."
    )
    payload: Annotated[Any, Since(alertmanager="0.32")] = Field(default=None, description="The body that is sent.")


class WebhookConfig(HTTPIntegration, _Webhook):
    """A POST request."""

    _url = receiver_relations.webhook_url


class JiraText(Target):
    """A text of a ticket."""

    template: Text | None = Field(default=None, description="Text.")
    enable_update: Bool | None = Field(default=None, description="Change it in open tickets too.")


# The tags stand in brackets so that they do not show up in the place of a fault.
TicketText = Annotated[
    Annotated[Text, Tag("(text)")] | Annotated[JiraText, Tag("(mapping)")],
    Discriminator(lambda value: "(mapping)" if isinstance(value, dict | JiraText) else "(text)"),
]


class _Ticket(Integration):
    api_url: HttpUrl | None = Field(default=None, description="URL of the API.")
    api_type: Annotated[Literal["auto", "cloud", "datacenter"] | None, Since(alertmanager="0.29")] = Field(
        default=None, description="Which API; found out unless given."
    )
    project: Text = Field(description="Project.")
    issue_type: Text = Field(description="Kind of the ticket.")
    summary: TicketText | None = Field(default=None, description="Title.")
    description: TicketText | None = Field(default=None, description="Description.")
    labels: list[Text] | None = Field(default=None, description="Labels of the ticket.")
    priority: Text | None = Field(default=None, description="Priority.")
    reopen_transition: Text | None = Field(default=None, description="Transition that opens a ticket again.")
    resolve_transition: Text | None = Field(default=None, description="Transition that resolves a ticket.")
    wont_fix_resolution: Text | None = Field(default=None, description="Resolution of tickets that stay closed.")
    reopen_duration: Duration | None = Field(default=None, description="How long a ticket may be opened again.")
    fields: dict[str, Any] | None = Field(default=None, description="Further fields.")


class JiraConfig(HTTPIntegration, _Ticket):
    """A ticket in Jira."""

    @relation
    def _required(self, versions: Versions) -> Iterator[Fault]:
        yield from required(self, "project", "Name the project")
        yield from required(self, "issue_type", "Write a kind such as `Bug`")
        if "api_type" in self.model_fields_set:
            yield from required(self, "api_type", "Write `auto`, or remove the field")
        for name in ("summary", "description"):
            if isinstance(getattr(self, name), JiraText) and not at_least(versions, alertmanager="0.30"):
                yield Fault(f"a mapping in `{name}` needs Alertmanager 0.30", "Write text", (name,))
