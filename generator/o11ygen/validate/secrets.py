"""Secrets that stand in a file as text, where the program could read them from a file of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from o11ygen.finding import Severity
from o11ygen.targets import DOCUMENTS
from o11ygen.validate.flaw import Flaw, Path

# Fields that hold a secret in some part of a configuration; where a part has no `<name>_file`, nothing is said.
_SECRETS = frozenset(
    [
        "password",
        "credentials",
        "bearer_token",
        "client_secret",
        "auth_token",
        "secret_key",
        "token",
        "api_key",
        "bot_token",
        "api_secret",
        "routing_key",
        "service_key",
        "auth_password",
        "auth_secret",
        "user_key",
        "token_id",
        "smtp_auth_password",
        "smtp_auth_secret",
        "opsgenie_api_key",
        "victorops_api_key",
        "telegram_bot_token",
        "rocketchat_token",
        "rocketchat_token_id",
        "slack_app_token",
        "app_token",
        "wechat_api_secret",
        "alert_source_token",
        "client_certificate_key",
    ]
)


def judge_secrets(value: Any, kind: str) -> Iterator[Flaw]:
    """An info for each secret that is written out; the secret itself is never repeated."""
    waiting: list[tuple[Any, Path]] = [(value, ())]
    while waiting:
        part, at = waiting.pop()
        if isinstance(part, list):
            waiting += [(item, (*at, index)) for index, item in enumerate(part) if isinstance(item, (dict, list))]
        elif isinstance(part, Mapping):
            for name, item in part.items():
                if isinstance(item, (dict, list)):
                    waiting.append((item, (*at, name)))
                elif item and name in _SECRETS and _may_be_a_file(kind, at, name):
                    message = f"`{name}` is written out: whoever can read the repository can read it"
                    hint = f"Put it into a file that only the server can read, and name that in `{name}_file`."
                    yield Flaw(
                        f"{DOCUMENTS[kind].area}/secret", message, hint, (*at, name), Severity.INFO, refused=False
                    )


def _may_be_a_file(kind: str, at: Path, name: str) -> bool:
    # Most files hold no secret, and so need no model.
    from o11ygen.targets.model import known_fields

    return f"{name}_file" in known_fields(DOCUMENTS[kind].model, at)
