"""Every setting an author may give has a place in Alertmanager's own model of that integration."""

from __future__ import annotations

from typing import Any

import pytest

from o11ygen.lowering.integrations import integration_document, integration_fields
from o11ygen.spec import receiver as spec
from tests.stacks import make_integration, secret

KINDS = sorted(spec.Integration.__subclasses__(), key=lambda integration: integration.kind)
SECRETS = {
    name
    for integration in KINDS
    for name, field in integration.model_fields.items()
    if "Secret" in repr(field.annotation)
}
VALUES: dict[str, Any] = {
    "send_resolved": True,
    "chat_id": 7,
    "max_alerts": 7,
    "headers": {"X": "value"},
    "details": {"x": "value"},
    "sigv4": {"region": "value"},
    "responders": ({"name": "value", "type": "team"},),
    "labels": ("value",),
    "timeout": "1d",
    "reopen_duration": "1d",
}


def _settings(integration: type[spec.Integration]) -> dict[str, Any]:
    names = integration.model_fields.keys() - {"pages", "extra"}
    return {name: secret(f"/{name}") if name in SECRETS else VALUES.get(name, "value") for name in names}


@pytest.mark.parametrize("integration", KINDS, ids=lambda integration: integration.kind)
def test_no_setting_is_lost(integration: type[spec.Integration]) -> None:
    settings = _settings(integration)
    lowered = integration_document(make_integration(integration.kind, **settings))
    text = repr(lowered)
    for name in settings.keys() & SECRETS:
        assert f"'/{name}'" in text, name
    assert text.count("'value'") == repr(settings).count("'value'")


@pytest.mark.parametrize(
    ("kind", "settings", "lowered"),
    [
        (
            "email",
            {"to": "a@b.c", "subject": "S", "headers": {"X": "1"}},
            {"to": "a@b.c", "headers": {"Subject": "S", "X": "1"}},
        ),
        ("webhook", {"url": "https://a.b", "timeout": "1d"}, {"url": "https://a.b", "timeout": "24h"}),
        (
            "webex",
            {"room_id": "r", "credentials": secret("/t")},
            {"room_id": "r", "http_config": {"authorization": {"credentials_file": "/t"}}},
        ),
        (
            "jira",
            {"project": "P", "issue_type": "Bug", "username": "u", "api_token": secret("/t")},
            {
                "project": "P",
                "issue_type": "Bug",
                "http_config": {"basic_auth": {"username": "u", "password_file": "/t"}},
            },
        ),
        (
            "jira",
            {"project": "P", "issue_type": "Bug", "api_token": secret("/t")},
            {"project": "P", "issue_type": "Bug", "http_config": {"authorization": {"credentials_file": "/t"}}},
        ),
    ],
)
def test_what_alertmanager_calls_otherwise(kind: str, settings: dict[str, Any], lowered: dict[str, Any]) -> None:
    assert integration_document(make_integration(kind, **settings)) == lowered


def test_further_fields_join_what_is_there() -> None:
    integration = make_integration(
        "webex",
        room_id="r",
        credentials=secret("/t"),
        extra={"http_config": {"proxy_url": "http://p"}, "message": "M"},
    )
    assert integration_document(integration) == {
        "room_id": "r",
        "http_config": {"authorization": {"credentials_file": "/t"}, "proxy_url": "http://p"},
        "message": "M",
    }


def test_a_file_field_leads_back_to_the_authors_secret() -> None:
    integration = make_integration("slack", channel="#a", api_url=secret("/t"))
    assert integration_fields(integration) == {("api_url_file",): "api_url"}
