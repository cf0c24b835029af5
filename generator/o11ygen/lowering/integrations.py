"""Alertmanager's integrations, from the author's settings to the fields of each one's own model.

Most settings are called as in Alertmanager; the translations below are the exceptions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, cast

from o11ygen.artifact import DocumentPath
from o11ygen.lowering.durations import as_go
from o11ygen.lowering.parts import document, merged, part
from o11ygen.lowering.secrets import file_fields, secret_problems
from o11ygen.renderer import RenderProblem
from o11ygen.resolved import Integration, SecretRef
from o11ygen.targets.alertmanager_relations import NEEDS, lacks
from o11ygen.targets.outline import outline_of
from o11ygen.targets.outlined import receivers

if TYPE_CHECKING:
    from o11ygen.targets.model import Target

Settings = Mapping[str, Any]


def integration_key(integration: Integration) -> str:
    """The list of a receiver that it stands in: `slack_configs`."""
    return f"{integration.kind}_configs"


def integration_model(integration: Integration) -> type[Target]:
    """The target's model of it."""
    model = outline_of(receivers.Receiver).part(integration_key(integration))
    if model is None:
        raise KeyError(integration.kind)
    return cast("type[Target]", model)


def integration_document(integration: Integration) -> dict[str, Any]:
    """The integration under Alertmanager's names, with only what the author gave."""
    model = integration_model(integration)
    settings = file_fields(_translated(integration), model=model)
    return merged(document(part(model)(**settings)), file_fields(integration.extra, model=model))


def integration_problems(integration: Integration) -> Iterator[RenderProblem]:
    """The integration's secrets that Alertmanager can't read."""
    model = integration_model(integration)
    yield from secret_problems(_translated(integration), model=model, system="Alertmanager")
    yield from secret_problems(integration.extra, model=model, system="Alertmanager")


def integration_fields(integration: Integration) -> dict[DocumentPath, str]:
    """The author's names of the fields that are called otherwise in the document."""
    fields: dict[DocumentPath, str] = {
        (f"{name}_file",): name for name, value in integration.settings.items() if isinstance(value, SecretRef)
    }
    return {**fields, **_FIELDS.get(integration.kind, {})}


def _translated(integration: Integration) -> Settings:
    translate = _TRANSLATIONS.get(integration.kind)
    return translate(integration.settings) if translate is not None else integration.settings


def _email(settings: Settings) -> Settings:
    subject = {"Subject": settings["subject"]} if "subject" in settings else {}
    headers = {**subject, **settings.get("headers", {})}
    rest = {name: value for name, value in settings.items() if name not in ("subject", "headers")}
    return {**rest, "headers": headers} if headers else rest


def _webhook(settings: Settings) -> Settings:
    return {**settings, "timeout": as_go(settings["timeout"])} if "timeout" in settings else settings


def _webex(settings: Settings) -> Settings:
    rest = {name: value for name, value in settings.items() if name != "credentials"}
    return {**rest, "http_config": {"authorization": {"credentials": settings["credentials"]}}}


def _jira(settings: Settings) -> Settings:
    """A token with a user is a password (Jira Cloud), one without is a bearer token (a personal access token)."""
    rest = {name: value for name, value in settings.items() if name not in ("username", "api_token")}
    user, token = settings.get("username"), settings.get("api_token")
    if user is not None:
        return {**rest, "http_config": {"basic_auth": _without_none(username=user, password=token)}}
    if token is not None:
        return {**rest, "http_config": {"authorization": {"credentials": token}}}
    return rest


def _without_none(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}


_TRANSLATIONS: Mapping[str, Callable[[Settings], Settings]] = {
    "email": _email,
    "jira": _jira,
    "webex": _webex,
    "webhook": _webhook,
}
# What authors write in `Notifications` for fields of `global`; the other settings are called alike.
_SMTP = 'smtp=Smtp(smarthost="smtp.example.com:587", from_="alerts@example.com")'
_IN_NOTIFICATIONS = {"smtp_smarthost": _SMTP, "smtp_from": _SMTP}
# Settings of integrations that authors have no field for: the mail server is the environment's.
_ONLY_SHARED = {"smtp_smarthost"}


def _shared_words() -> Iterator[tuple[str, tuple[str, str]]]:
    for _, own, shared, title in NEEDS:
        field = own[-1]
        value = "Secret.file(...)" if f"{shared[0]}_file" in shared else '"..."'
        given = _IN_NOTIFICATIONS.get(shared[0], f"{shared[0]}={value}")
        hint = f"Give `Notifications({given})` to the environment"
        if shared[0] not in _ONLY_SHARED:
            hint += f", or `{field}={value}` to the receiver"
        words = f"{title} needs `{field}`, and neither the receiver nor the environment's `Notifications` gives it"
        yield lacks(own, shared, title), (words, f"{hint}.")


SHARED_WORDS: Mapping[str, tuple[str, str]] = dict(_shared_words())
_FIELDS: Mapping[str, Mapping[DocumentPath, str]] = {
    "email": {("from",): "from_", ("headers", "Subject"): "subject"},
    "jira": {
        ("http_config", "basic_auth", "username"): "username",
        ("http_config",): "api_token",
    },
    "webex": {("http_config",): "credentials"},
}
