"""What holds between the fields of alertmanager.yml; without the models, so that it loads fast."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from o11ygen.finding import nearest
from o11ygen.targets.http_relations import has_authorization
from o11ygen.targets.receiver_relations import POST_MESSAGE, secret_or_file
from o11ygen.targets.relation import Fault, Versions, exclusive, present, relation, repeated
from o11ygen.targets.route_relations import matchers

if TYPE_CHECKING:
    from o11ygen.targets.alertmanager import AlertmanagerConfig
    from o11ygen.targets.alertmanager_global import AlertmanagerGlobal
    from o11ygen.targets.receivers import Receiver
    from o11ygen.targets.receivers.slack import SlackConfig
    from o11ygen.targets.route import Route

Place = tuple[str | int, ...]
# Integration, the fields of which it needs one, the fields of `global` that stand in, and its name for people.
NEEDS: tuple[tuple[str, tuple[str, ...], tuple[str, ...], str], ...] = (
    ("slack_configs", ("api_url_file", "api_url"), ("slack_api_url", "slack_api_url_file"), "Slack"),
    ("email_configs", ("smarthost",), ("smtp_smarthost",), "Email"),
    ("email_configs", ("from_",), ("smtp_from",), "Email"),
    ("opsgenie_configs", ("api_key_file", "api_key"), ("opsgenie_api_key", "opsgenie_api_key_file"), "Opsgenie"),
    ("victorops_configs", ("api_key_file", "api_key"), ("victorops_api_key", "victorops_api_key_file"), "VictorOps"),
    ("wechat_configs", ("api_secret_file", "api_secret"), ("wechat_api_secret", "wechat_api_secret_file"), "WeChat"),
    ("wechat_configs", ("corp_id",), ("wechat_api_corp_id",), "WeChat"),
    (
        "telegram_configs",
        ("bot_token_file", "bot_token"),
        ("telegram_bot_token", "telegram_bot_token_file"),
        "Telegram",
    ),
    ("jira_configs", ("api_url",), ("jira_api_url",), "Jira"),
    (
        "rocketchat_configs",
        ("token_id_file", "token_id"),
        ("rocketchat_token_id", "rocketchat_token_id_file"),
        "Rocket.Chat",
    ),
    ("rocketchat_configs", ("token_file", "token"), ("rocketchat_token", "rocketchat_token_file"), "Rocket.Chat"),
    (
        "mattermost_configs",
        ("webhook_url_file", "webhook_url"),
        ("mattermost_webhook_url", "mattermost_webhook_url_file"),
        "Mattermost",
    ),
    ("hipchat_configs", ("auth_token",), ("hipchat_auth_token",), "HipChat"),
)


def lacks(own: tuple[str, ...], shared: tuple[str, ...], title: str) -> str:
    """What is said of an integration that has none of its own fields while `global` has none of the shared ones."""
    return f"{title} needs `{own[-1].removesuffix('_')}`, here or as `{shared[0]}` in `global`"


def routes(route: Route, place: Place = ("route",)) -> Iterator[tuple[Place, Route]]:
    """Every node of the routing tree with its place, parents first."""
    yield place, route
    for index, child in enumerate(route.routes or ()):
        yield from routes(child, (*place, "routes", index))


@relation
def root_route(config: AlertmanagerConfig, versions: Versions) -> Iterator[Fault]:
    """The root route takes every alert, and has a receiver."""
    if config.route is None:
        yield Fault("the file has no `route`", "Add a route with a default receiver", ("route",))
        return
    if not config.route.receiver:
        yield Fault("the root route has no receiver", "Name who gets what no other route takes", ("route", "receiver"))
    for field in ("matchers", "match", "match_re", "mute_time_intervals", "active_time_intervals"):
        held = getattr(config.route, field)
        # A text without any matcher, such as `{}`, asks for nothing.
        if any(matchers(text, versions) for text in held) if held and field == "matchers" else held:
            message = f"the root route takes every alert, so it has no `{field}`"
            yield Fault(message, "Move it to a child route", ("route", field))
    if config.route.continue_:
        yield Fault("the root route has no siblings to continue to", "Remove `continue`", ("route", "continue"))


@relation
def receivers_named(config: AlertmanagerConfig, versions: Versions) -> Iterator[Fault]:
    """Receivers have names of their own, and routes name those that exist."""
    receivers = config.receivers or []
    names = ((index, receiver.name) for index, receiver in enumerate(receivers) if receiver)
    hint = "Alertmanager refuses the file; rename one"
    yield from repeated(names, "the receiver name", hint, at=lambda index: ("receivers", index, "name"))
    known = {receiver.name for receiver in receivers if receiver}
    for place, route in routes(config.route) if config.route else ():
        if route.receiver and route.receiver not in known:
            hint = nearest(route.receiver, known) or "Add the receiver, or name another"
            yield Fault(f"the receiver `{route.receiver}` does not exist", hint, (*place, "receiver"))


@relation
def global_values(config: AlertmanagerConfig, versions: Versions) -> Iterator[Fault]:
    """Each integration has what it needs, itself or from `global`."""
    for index, receiver in enumerate(config.receivers or ()):
        for fault in _missing(config.global_, receiver) if receiver else ():
            yield Fault(fault.message, fault.hint, ("receivers", index, *fault.at), fault.kind)


@relation
def intervals_named(config: AlertmanagerConfig, versions: Versions) -> Iterator[Fault]:
    """Time intervals have names of their own, and routes name those that exist."""
    places: list[tuple[Place, str]] = [
        ((field, index, "name"), interval.name)
        for field in ("mute_time_intervals", "time_intervals")
        for index, interval in enumerate(getattr(config, field) or ())
        if interval
    ]
    names = ((number, name) for number, (_, name) in enumerate(places))
    hint = "Alertmanager refuses the file; rename one"
    yield from repeated(names, "the time interval name", hint, at=lambda number: places[number][0])
    known = {name for _, name in places}
    for place, route in routes(config.route) if config.route else ():
        for field in ("mute_time_intervals", "active_time_intervals"):
            for index, name in enumerate(getattr(route, field) or ()):
                if name not in known:
                    hint = nearest(name, known) or "Add it to `time_intervals`"
                    yield Fault(f"the time interval `{name}` does not exist", hint, (*place, field, index))


@relation
def one_of_each(shared: AlertmanagerGlobal, versions: Versions) -> Iterator[Fault]:
    """What may come from a file comes from one place."""
    for name in vars(shared):
        if name.startswith("rocketchat_") and name.endswith("_file"):
            yield from secret_or_file(shared, name.removesuffix("_file"), name)
        elif name.endswith("_file"):
            yield from exclusive(shared, name.removesuffix("_file"), name)
    url, token = (
        present(shared, "slack_api_url", "slack_api_url_file"),
        present(shared, "slack_app_token", "slack_app_token_file"),
    )
    if url and token and _slack_differs(shared):
        yield Fault(f"`{url[0]}` and `{token[0]}` exclude each other", "Keep one of them", (token[0],))


def _slack_differs(shared: AlertmanagerGlobal) -> bool:
    """Whether the webhook of Slack is another address than the one that bots post to."""
    return shared.slack_api_url != (shared.slack_app_url or POST_MESSAGE)


def _missing(defaults: AlertmanagerGlobal | None, receiver: Receiver) -> Iterator[Fault]:
    """The values that the receiver's integrations need and neither they nor `global` give."""
    for field, own, shared, title in NEEDS:
        for index, integration in enumerate(getattr(receiver, field) or ()):
            # A bot token does for Slack's URL, which is judged below.
            if field == "slack_configs" or present(integration, *own) or _shared(defaults, *shared):
                continue
            # Rocket.Chat is not asked for what its fields hold, if they are there.
            given = field == "rocketchat_configs" and any(
                getattr(holder, name, None) is not None
                for holder, names in ((integration, own), (defaults, shared))
                for name in names
                if not name.endswith("_file")
            )
            kind: Literal["server", "value"] = "server" if given else "value"
            yield Fault(lacks(own, shared, title), f"Add `{own[0].removesuffix('_')}`", (field, index), kind)
    for index, slack in enumerate(receiver.slack_configs or ()):
        for fault in _slack(defaults, slack):
            yield Fault(fault.message, fault.hint, ("slack_configs", index, *fault.at))


def _slack(defaults: AlertmanagerGlobal | None, slack: SlackConfig) -> Iterator[Fault]:
    token = present(slack, "app_token", "app_token_file")
    own_authorization = has_authorization(slack.http_config)
    if not token and not own_authorization and not slack.api_url:
        token = _shared(defaults, "slack_app_token", "slack_app_token_file")
    url = present(slack, "api_url", "api_url_file") or _shared(defaults, "slack_api_url", "slack_api_url_file")
    if not token and not url:
        yield Fault(lacks(("api_url",), ("slack_api_url",), "Slack"), "Add `api_url_file`")
    if token and own_authorization:
        yield Fault("a bot token excludes `http_config.authorization`", "Keep one of them", ("http_config",))


def _shared(defaults: AlertmanagerGlobal | None, *names: str) -> list[str]:
    return [] if defaults is None else present(defaults, *names)
