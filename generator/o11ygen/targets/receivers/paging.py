"""What wakes people: PagerDuty, Opsgenie, VictorOps, Pushover, SNS, incident.io."""

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import Field

from o11ygen.targets import receiver_relations
from o11ygen.targets.http import SigV4
from o11ygen.targets.http_relations import has_authorization
from o11ygen.targets.model import Since, Target
from o11ygen.targets.receivers.integration import HTTPIntegration, Integration
from o11ygen.targets.relation import Fault, Versions, exclusive, one_of, present, relation, required
from o11ygen.targets.scalars import Bool, GoDuration, HttpUrl, Text, TimeDuration, Uint


class PagerdutyImage(Target):
    """A picture of an incident."""

    src: Text | None = Field(default=None, description="URL.")
    alt: Text | None = Field(default=None, description="Text in its place.")
    href: Text | None = Field(default=None, description="Where it leads.")


class PagerdutyLink(Target):
    """A link of an incident."""

    href: Text | None = Field(default=None, description="URL.")
    text: Text | None = Field(default=None, description="Text.")


class _Pagerduty(Integration):
    routing_key: Text | None = Field(default=None, description="Integration key of Events API v2.")
    routing_key_file: Annotated[Text | None, Since(alertmanager="0.25")] = Field(
        default=None, description="File that holds it."
    )
    service_key: Text | None = Field(default=None, description="Integration key of Events API v1.")
    service_key_file: Annotated[Text | None, Since(alertmanager="0.25")] = Field(
        default=None, description="File that holds it."
    )
    url: HttpUrl | None = Field(default=None, description="URL of the API.")
    client: Text | None = Field(default=None, description="Name of the sender.")
    client_url: Text | None = Field(default=None, description="URL of the sender.")
    description: Text | None = Field(default=None, description="Description.")
    severity: Text | None = Field(default=None, description="`critical`, `error` (default), `warning` or `info`.")
    source: Annotated[Text | None, Since(alertmanager="0.25")] = Field(default=None, description="What is affected.")
    class_: Text | None = Field(default=None, description="Kind of the event.")
    component: Text | None = Field(default=None, description="Component.")
    group: Text | None = Field(default=None, description="Group of components.")
    details: dict[str, Any] | None = Field(default=None, description="Further details.")
    images: list[PagerdutyImage | None] | None = Field(default=None, description="Pictures.")
    links: list[PagerdutyLink | None] | None = Field(default=None, description="Links.")
    timeout: Annotated[TimeDuration | None, Since(alertmanager="0.30")] = Field(
        default=None, description="How long a request may take."
    )


class PagerdutyConfig(HTTPIntegration, _Pagerduty):
    """An incident in PagerDuty."""

    _key = receiver_relations.pagerduty_key
    _details = receiver_relations.pagerduty_details


class OpsgenieResponder(Target):
    """Who responds to an alert."""

    id: Text | None = Field(default=None, description="Id.")
    name: Text | None = Field(default=None, description="Name.")
    username: Text | None = Field(default=None, description="User name.")
    type: Text | None = Field(default=None, description="`team`, `teams`, `user`, `escalation` or `schedule`.")

    _required = receiver_relations.opsgenie_responder


class _Opsgenie(Integration):
    api_key: Text | None = Field(default=None, description="API key.")
    api_key_file: Annotated[Text | None, Since(alertmanager="0.24")] = Field(
        default=None, description="File that holds the API key."
    )
    api_url: HttpUrl | None = Field(default=None, description="URL of the API.")
    message: Text | None = Field(default=None, description="Title.")
    description: Text | None = Field(default=None, description="Description.")
    source: Text | None = Field(default=None, description="Sender.")
    details: dict[str, Text] | None = Field(default=None, description="Further details.")
    responders: list[OpsgenieResponder] | None = Field(default=None, description="Who responds.")
    tags: Text | None = Field(default=None, description="Tags, separated by commas.")
    note: Text | None = Field(default=None, description="Note.")
    priority: Text | None = Field(default=None, description="P1 to P5.")
    entity: Annotated[Text | None, Since(alertmanager="0.24")] = Field(default=None, description="What is affected.")
    actions: Annotated[Text | None, Since(alertmanager="0.24")] = Field(
        default=None, description="Actions, separated by commas."
    )
    update_alerts: Annotated[Bool | None, Since(alertmanager="0.24")] = Field(
        default=None, description="Change title and description of an open alert."
    )


class OpsgenieConfig(HTTPIntegration, _Opsgenie):
    """An alert in Opsgenie."""

    _key = receiver_relations.opsgenie_key


_VICTOROPS_FIELDS = frozenset(
    (
        "routing_key",
        "message_type",
        "state_message",
        "entity_display_name",
        "monitoring_tool",
        "entity_id",
        "entity_state",
    )
)


class _VictorOps(Integration):
    api_key: Text | None = Field(default=None, description="API key.")
    api_key_file: Annotated[Text | None, Since(alertmanager="0.22")] = Field(
        default=None, description="File that holds the API key."
    )
    api_url: HttpUrl | None = Field(default=None, description="URL of the API.")
    routing_key: Text = Field(description="Who is told.")
    message_type: Text | None = Field(default=None, description="`CRITICAL` (default), `WARNING` or `INFO`.")
    entity_display_name: Text | None = Field(default=None, description="Title.")
    state_message: Text | None = Field(default=None, description="Description.")
    monitoring_tool: Text | None = Field(default=None, description="Sender.")
    custom_fields: dict[str, Text] | None = Field(default=None, description="Further fields.")


class VictorOpsConfig(HTTPIntegration, _VictorOps):
    """An incident in VictorOps (Splunk On-Call)."""

    @relation
    def _key(self, versions: Versions) -> Iterator[Fault]:
        yield from required(self, "routing_key", "Name who is told")
        yield from exclusive(self, "api_key", "api_key_file")

    @relation
    def _custom_fields(self, versions: Versions) -> Iterator[Fault]:
        for name in self.custom_fields or ():
            if name in _VICTOROPS_FIELDS:
                yield Fault(f"the custom field `{name}` has a field of its own", "Rename it", ("custom_fields", name))


class _Pushover(Integration):
    user_key: Text | None = Field(default=None, description="Key of the user or group.")
    user_key_file: Annotated[Text | None, Since(alertmanager="0.26")] = Field(
        default=None, description="File that holds it."
    )
    token: Text | None = Field(default=None, description="Token of the application.")
    token_file: Annotated[Text | None, Since(alertmanager="0.26")] = Field(
        default=None, description="File that holds it."
    )
    title: Text | None = Field(default=None, description="Title.")
    message: Text | None = Field(default=None, description="Text.")
    url: Text | None = Field(default=None, description="URL.")
    url_title: Text | None = Field(default=None, description="Text of the URL.")
    device: Annotated[Text | None, Since(alertmanager="0.26")] = Field(default=None, description="Device.")
    sound: Text | None = Field(default=None, description="Sound.")
    priority: Text | None = Field(default=None, description="-2 to 2; 2 when firing unless given.")
    retry: GoDuration | None = Field(default=None, description="How often the user is told until it is acknowledged.")
    expire: GoDuration | None = Field(default=None, description="How long.")
    ttl: Annotated[GoDuration | None, Since(alertmanager="0.27")] = Field(
        default=None, description="How long the message is kept."
    )
    html: Bool | None = Field(default=None, description="The text is HTML.")
    monospace: Annotated[Bool | None, Since(alertmanager="0.29")] = Field(
        default=None, description="The text is monospaced."
    )


class PushoverConfig(HTTPIntegration, _Pushover):
    """A message in Pushover."""

    @relation
    def _keys(self, versions: Versions) -> Iterator[Fault]:
        yield from one_of(self, "user_key", "user_key_file")
        yield from one_of(self, "token", "token_file")
        yield from exclusive(self, "html", "monospace")


class _SNS(Integration):
    api_url: Text | None = Field(default=None, description="URL of the API.")
    sigv4: SigV4 | None = Field(default=None, description="AWS signature.")
    topic_arn: Text | None = Field(default=None, description="Topic.")
    phone_number: Text | None = Field(default=None, description="Phone number.")
    target_arn: Text | None = Field(default=None, description="Endpoint of a mobile application.")
    subject: Text | None = Field(default=None, description="Subject, where it becomes an email.")
    message: Text | None = Field(default=None, description="Text.")
    attributes: dict[str, Text] | None = Field(default=None, description="Attributes.")
    use_aws_http_client: Annotated[Bool | None, Since(alertmanager="0.33")] = Field(
        default=None, description="Use the HTTP client of the AWS SDK."
    )


class SNSConfig(HTTPIntegration, _SNS):
    """A message of Amazon SNS."""

    @relation
    def _target(self, versions: Versions) -> Iterator[Fault]:
        # Alertmanager lets all three pass, where it sends to the topic.
        if len(present(self, "topic_arn", "target_arn", "phone_number")) in (0, 2):
            message = "exactly one of `topic_arn`, `target_arn` and `phone_number` is required"
            yield Fault(message, "Keep one of them")


class _Incidentio(Integration):
    url: HttpUrl | None = Field(default=None, description="URL of the alert source.")
    url_file: Text | None = Field(default=None, description="File that holds the URL.")
    alert_source_token: Text | None = Field(default=None, description="Token.")
    alert_source_token_file: Text | None = Field(default=None, description="File that holds the token.")
    max_alerts: Uint | None = Field(default=None, description="Most alerts in a message; 0 for all.")
    timeout: TimeDuration | None = Field(default=None, description="How long a request may take.")


class IncidentioConfig(HTTPIntegration, _Incidentio):
    """An alert in incident.io."""

    @relation
    def _required(self, versions: Versions) -> Iterator[Fault]:
        yield from one_of(self, "url", "url_file")
        yield from exclusive(self, "alert_source_token", "alert_source_token_file")
        tokens = present(self, "alert_source_token", "alert_source_token_file")
        authorization = has_authorization(self.http_config)
        if authorization and tokens:
            yield Fault(f"`{tokens[0]}` excludes `http_config.authorization`", "Keep one of them", (tokens[0],))
        if self.http_config is not None and not authorization and not tokens:
            yield Fault("incident.io needs a token", "Add `alert_source_token_file`", ("alert_source_token_file",))
