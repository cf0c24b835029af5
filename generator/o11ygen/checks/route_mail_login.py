from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import Integration, Stack

_PASSWORDS = ("password", "password_file", "secret", "secret_file")


@check("route/mail-login", Severity.ERROR, needs=("routes",))
def route_mail_login(stack: Stack) -> Iterator[Flaw]:
    """Mail that is to be sent with half of a login: a user without a password, or a password without a user.

    Alertmanager sends nothing for want of the password where the mail server offers a login. A password alone it never uses,
    and the server refuses what comes from nobody.

    Bad::

        mail = Smtp(smarthost="smtp.example.com:587", from_="alerts@example.com", username="alerts")
        Environment("production", ..., notifications=Notifications(smtp=mail))
        Team("web", page=email("web@example.com"), notify=email("web@example.com"))

    Good::

        login = {"username": "alerts", "password": Secret.file("/run/secrets/smtp_password")}
        mail = Smtp(smarthost="smtp.example.com:587", from_="alerts@example.com", **login)
        Environment("production", ..., notifications=Notifications(smtp=mail))
        Team("web", page=email("web@example.com"), notify=email("web@example.com"))
    """
    written = {**stack.notifications, **stack.notifications_extra}
    shared = {name.removeprefix("smtp_"): value for name, value in written.items()}
    for receiver in stack.receivers:
        for one in receiver.integrations:
            user, password = _login(one, shared) if one.kind == "email" else (False, False)
            if user and not password:
                yield Flaw(
                    one.source,
                    f"receiver {receiver.name}: mail is sent as a user without a password; Alertmanager finds none to log in "
                    "with, and sends nothing",
                    'Add `password=Secret.file("/run/secrets/smtp_password")` to `Smtp(...)`, or take `username` out.',
                )
            elif password and not user:
                yield Flaw(
                    one.source,
                    f"receiver {receiver.name}: mail is sent with a password and without a user; Alertmanager does not log "
                    "in, and a server that asks for it refuses the mail",
                    "Add `username=` to `Smtp(...)`, or take the password out.",
                )


def _login(email: Integration, shared: Mapping[str, Any]) -> tuple[bool, bool]:
    """Whether there is a user, and something to show for him."""
    given = {**shared, **_given(email.extra), **_given(email.settings)}
    return bool(given.get("auth_username")), any(given.get(f"auth_{name}") for name in _PASSWORDS)


def _given(settings: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in settings.items() if name.startswith("auth_")}
