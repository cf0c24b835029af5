"""Environments: what differs between development, staging and production."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, TypeAlias

from pydantic import AfterValidator, Field

from o11ygen.duration import parse_duration
from o11ygen.origin import capture
from o11ygen.size import parse_size
from o11ygen.spec.allow import Allow
from o11ygen.spec.budget import Budget
from o11ygen.spec.frozen import EMPTY, Frozen
from o11ygen.spec.model import Spec, refuse, refuse_here, refused_fields
from o11ygen.spec.names import LabelName, Name
from o11ygen.spec.scrape import RemoteWrite
from o11ygen.spec.tracing import Ratio
from o11ygen.spec.values import Duration, Extra, Secret, Size, Switch, Text, VersionText
from o11ygen.spec.varying import Varies
from o11ygen.version import Version

# Only environments of this tier may page.
PAGING_TIER = "production"
# What `derive` leaves behind unless `inherit` names it: an environment must not send as another does.
PRIVATE = ("addresses", "external_labels", "notifications", "remote_write", "urls")
_WEB_URL = re.compile(r"https?://(?:[\w.-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?(?:/\S*)?")


def _from(program: str, oldest: str) -> AfterValidator:
    """Refuses releases that o11ygen does not know the files of."""

    def check(text: str) -> str:
        if Version.parse(text) < Version.parse(oldest):
            raise refuse(
                f"{program} {text} is older than {oldest}, the first release whose files o11ygen knows; what is "
                "rendered could mean something else there",
                f"Declare {oldest} or later, and run that.",
            )
        return text

    return AfterValidator(check)


class Versions(Spec):
    """The releases that run in an environment; what is rendered follows them."""

    prometheus: Varies[Annotated[VersionText, _from("Prometheus", "2.20")]] = Field(
        default="3.5", description="Prometheus."
    )
    alertmanager: Varies[Annotated[VersionText, _from("Alertmanager", "0.20")]] = Field(
        default="0.28", description="Alertmanager."
    )
    grafana: Varies[Annotated[VersionText, _from("Grafana", "11.0")]] = Field(default="12.0", description="Grafana.")
    jaeger: Varies[Annotated[VersionText, _from("Jaeger", "2.0")]] = Field(default="2.9", description="Jaeger.")
    node_exporter: Varies[VersionText] = Field(default="1.9", description="node_exporter.")
    blackbox_exporter: Varies[VersionText] = Field(default="0.27", description="blackbox exporter.")


def _some_time(text: str) -> str:
    if parse_duration(text) == 0:
        raise refuse(
            "nothing is kept for no time at all: the programs read 0 as their own default, or as for ever",
            "Write how long, such as `15d`, or leave the field out.",
        )
    return text


def _some_space(text: str) -> str:
    if parse_size(text) == 0:
        raise refuse("Prometheus reads a size of 0 as no limit", "Write how much, such as `10GB`, or leave it out.")
    return text


# A time that is not 0.
_Time: TypeAlias = Annotated[Duration, AfterValidator(_some_time)]


class Retention(Spec):
    """How long data is kept."""

    metrics: Varies[_Time] = Field(default="15d", description="How long Prometheus keeps metrics.")
    metrics_size: Varies[Annotated[Size, AfterValidator(_some_space)] | None] = Field(
        default=None, description="The most disk space of the metrics; the older go first."
    )
    traces: Varies[_Time | None] = Field(
        default=None, description="How long traces are kept, where the storage can promise it."
    )
    logs: Varies[_Time | None] = Field(default=None, description="How long logs are kept.")


class Smtp(Spec):
    """The mail server."""

    smarthost: Varies[str] = Field(description="`host:port`.")
    from_: Varies[str] = Field(description="The sender's address.")
    username: Varies[str] = Field(default="", description="The user.")
    password: Varies[Secret | None] = Field(default=None, description="The password, as a file.")
    require_tls: Varies[Switch] = Field(default=True, description="Whether the connection must be encrypted.")
    hello: Varies[str] = Field(default="", description="The name Alertmanager gives itself.")


class Notifications(Spec):
    """Where this environment's notifications go through: servers and credentials that receivers share."""

    smtp: Varies[Smtp | None] = Field(default=None, description="The mail server.")
    slack_api_url: Varies[Secret | None] = Field(default=None, description="The Slack webhook.")
    pagerduty_url: Varies[str | None] = Field(default=None, description="PagerDuty's URL, when not the public one.")
    opsgenie_api_key: Varies[Secret | None] = Field(default=None, description="Opsgenie's key.")
    opsgenie_api_url: Varies[str | None] = Field(default=None, description="Opsgenie's URL, when not the public one.")
    victorops_api_key: Varies[Secret | None] = Field(default=None, description="VictorOps' key.")
    wechat_api_secret: Varies[Secret | None] = Field(
        default=None, description="WeChat's secret; readable from a file since 0.31."
    )
    wechat_api_corp_id: Varies[str | None] = Field(default=None, description="WeChat's corporation.")
    telegram_bot_token: Varies[Secret | None] = Field(default=None, description="Telegram's bot token (0.31).")
    jira_api_url: Varies[str | None] = Field(default=None, description="Jira's REST URL.")
    rocketchat_api_url: Varies[str | None] = Field(default=None, description="Rocket.Chat's URL.")
    rocketchat_token: Varies[Secret | None] = Field(default=None, description="Rocket.Chat's token.")
    rocketchat_token_id: Varies[Secret | None] = Field(default=None, description="Rocket.Chat's user id.")
    extra: Varies[Extra] = Field(default=EMPTY, description="Further fields of `global`, under Alertmanager's names.")


class Override(Spec):
    """Fields of one object that are different in one environment; build it with `override`."""

    target: Any = Field(description="The object, or its id such as `churn-predictor.HighErrorRate`.")
    changes: Frozen[str, Any] = Field(description="The fields and their values here.", min_length=1)
    why: Text = Field(default="", description="The reason.")

    @property
    def label(self) -> str:
        """How messages call it."""
        return "override"


class Disable(Spec):
    """An object that does not exist in one environment; build it with `disable`."""

    target: Any = Field(description="The object, or its id such as `churn-predictor.ModelNotUpdatedRecently`.")
    why: Text = Field(description="The reason.", min_length=1)


Change: TypeAlias = Override | Disable


def override(target: Spec | str, /, *, why: str = "", **changes: Any) -> Override:
    """Other values for some fields of an object: `override("churn-predictor.HighErrorRate", for_="15m", why="...")`.

    The changes are judged by the object's own model when the spec is loaded. `params`, `labels`, `annotations` and
    `levels` merge by key; every other field is replaced. What is said of an alert reaches every level of it, but for what
    `levels` says of one. The nearest environment's word wins; an `override` brings back what a farther one disables.
    """
    return Override(target=target, changes=changes, why=why)


def disable(target: Spec | str, /, *, why: str) -> Disable:
    """Leave an object out of this environment; a reason is required."""
    return Disable(target=target, why=why)


def _addresses(given: Mapping[str, tuple[str, ...] | str]) -> Mapping[str, tuple[str, ...] | str]:
    for name, listed in given.items():
        if not listed and not isinstance(listed, str):
            raise refuse(
                f"`{name}` has an empty list of addresses, so nothing is found there",
                "Write `host:port`, or leave it out.",
            )
        for address in (listed,) if isinstance(listed, str) else listed:
            if not address or any(character.isspace() for character in address):
                what = "holds a blank" if address else "is empty"
                raise refuse(f"an address of `{name}` {what}, so it leads nowhere", "Write `host:port`.")
    return given


def _urls(given: Mapping[str, str]) -> Mapping[str, str]:
    for name, url in given.items():
        if _WEB_URL.fullmatch(url) is None:
            raise refuse(
                f"what stands for `{name}` is no URL, so links in notifications and dashboards would lead nowhere",
                f'Write the scheme and the host, such as `urls={{"{name}": "https://{name}.example.com"}}`.',
            )
    return given


class Environment(Spec):
    """Where the stack runs: one folder of rendered configs."""

    name: Name = Field(kw_only=False, description="Its name; the folder in `output/` and the label `environment`.")
    tier: Name = Field(description="`production`, `staging`, `development`, ...; only production may page.")
    versions: Versions = Field(default=Versions(), description="The releases that run here.")
    external_labels: Frozen[LabelName, str] = Field(
        default=EMPTY, description="Labels on everything that leaves Prometheus."
    )
    addresses: Annotated[Frozen[str, tuple[str, ...] | str], AfterValidator(_addresses)] = Field(
        default=EMPTY, description="`host:port` of services and systems here, by scrape job, probe or system."
    )
    urls: Annotated[Frozen[str, str], AfterValidator(_urls)] = Field(
        default=EMPTY,
        description="Where people open prometheus, alertmanager, grafana, jaeger. Notifications link the first two: by the "
        "name of their host or container where nothing is said.",
    )
    retention: Retention = Field(default=Retention(), description="How long data is kept here.")
    budget: Budget | None = Field(default=None, description="The most that all its metrics together may make here.")
    sampling: Ratio = Field(default=0.1, description="The share of traces that is taken, from 0 to 1.")
    notifications: Notifications = Field(default=Notifications(), description="Where notifications go through.")
    remote_write: tuple[RemoteWrite, ...] = Field(default=(), description="Where samples are sent on.")
    overrides: tuple[Change, ...] = Field(
        default=(), description="What is different or left out here, each with a reason."
    )
    allow: tuple[Allow, ...] | Allow = Field(default=(), description="Checks whose findings here are accepted.")
    lineage: tuple[str, ...] = Field(
        default=(), description="The environments that it derives from, nearest first; set by `derive`."
    )

    nearness: tuple[int, ...] = Field(
        default=(),
        description="How many of the overrides are its own, then those of each environment it derives from; set by "
        "`derive`.",
    )

    def changes_by_nearness(self) -> list[tuple[Change, ...]]:
        """The overrides of this environment, then those of each that it derives from, the nearest first."""
        result, start = [], 0
        for count in self.nearness or (len(self.overrides),):
            result.append(self.overrides[start : start + count])
            start += count
        return result

    def derive(self, name: str, /, *, inherit: tuple[str, ...] = (), **changes: Any) -> "Environment":
        """An environment like this one, with differences.

        Nested models merge field by field (`Retention(metrics="7d")` keeps the traces), lists are replaced, overrides
        are inherited and the nearest wins. What names where things are or are sent (`addresses`, `external_labels`,
        `notifications`, `remote_write`, `urls`) is inherited only if `inherit` names it. What derives from an environment
        of tier production says its own `tier`, since production may page.
        """
        origin = capture()
        # What was refused here is told once, not again for each environment that derives from it.
        refused = refused_fields(self) if self.refused else frozenset()
        if "tier" not in refused and self.tier == PAGING_TIER and "tier" not in changes:
            refuse_here(
                Environment,
                name,
                origin,
                ("tier",),
                f"it would be of tier `{PAGING_TIER}` as `{self.name}` is, and wake people",
                f'Say which, such as `tier="staging"`; or `tier="{PAGING_TIER}"` if it is to page.',
                id="environment/tier",
            )
        if isinstance(inherit, str):
            refuse_here(
                Environment,
                name,
                origin,
                ("inherit",),
                "a string is read letter by letter, so it names no field",
                f'Write a tuple, with its comma: `inherit=("{inherit}",)`.',
            )
            inherit = (inherit,)
        elif not isinstance(inherit, tuple | list):
            refuse_here(
                Environment,
                name,
                origin,
                ("inherit",),
                "it is no tuple of names",
                f'Write a tuple, with its comma: `inherit=("{PRIVATE[0]}",)`; or leave it out.',
            )
            inherit = PRIVATE
        if others := [one for one in inherit if one not in PRIVATE]:
            names = [f'"{one}"' for one in others if isinstance(one, str)]
            told = f"{', '.join(names)} {'are' if len(names) > 1 else 'is'} inherited anyway, or no such field"
            if len(names) < len(others):
                told = (
                    f"a {type(next(one for one in others if not isinstance(one, str))).__name__} is no name of a field"
                )
            refuse_here(Environment, name, origin, ("inherit",), told, f"Name only: {', '.join(PRIVATE)}.")
        values: dict[str, Any] = {
            field: getattr(self, field)
            for field in self.model_fields_set
            if field not in refused and (field not in PRIVATE or field in inherit)
        }
        for field, change in changes.items():
            values[field] = _merged(values.get(field), change) if field not in ("overrides",) else change
        own = _changes(changes.get("overrides"))
        inherited = () if "overrides" in refused else self.overrides
        values["overrides"] = (*own, *inherited)
        values["nearness"] = (len(own), *(self.nearness or (len(inherited),)))
        if "tier" in refused:
            values.setdefault("tier", "refused")
        lineage = self.lineage if "name" in refused else (self.name, *self.lineage)
        return Environment(**{**values, "name": name, "lineage": lineage})


def _changes(value: Any) -> tuple[Any, ...]:
    return tuple(value) if isinstance(value, tuple | list) else () if value is None else (value,)


def _merged(base: Any, change: Any) -> Any:
    if isinstance(base, Spec) and type(base) is type(change):
        fields = {
            field: _merged(getattr(base, field, None), getattr(change, field)) for field in change.model_fields_set
        }
        return change if base.refused or change.refused else base.replace(**fields)
    if isinstance(base, Mapping) and isinstance(change, Mapping):
        return {**base, **change}
    return change
