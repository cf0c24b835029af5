"""Where an author may write `per_env`: everywhere but in a short list of exceptions; and a project that does so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from o11ygen import Project
from o11ygen.spec.frozen import FrozenDict
from o11ygen.spec.model import Spec
from o11ygen.spec.varying import UNSET, PerEnv

_NAME = "other objects, messages and files name it so"
_ALLOW = "an environment accepts findings with its own `allow`"
_EXISTS = "what exists is declared once; `disable` leaves it out, with a reason"
_DECLARED = "what the application emits is the same wherever it runs"
_ENVIRONMENT = "an environment says what holds in it; `derive` says what is different"
_CHANGE = "an environment's own word on one object"
_REFERENCE = "the field that holds the secret takes a `per_env` of secrets"

# Whole classes, and single fields of the others.
CLASSES = {
    **dict.fromkeys(("Metric", "Label"), _DECLARED),
    "Environment": _ENVIRONMENT,
    **dict.fromkeys(("Override", "Disable", "Allow"), _CHANGE),
    "Secret": _REFERENCE,
}
FIELDS = {
    **{
        f"{name}.name": _NAME
        for name in (
            *("Alert", "RecordingRule", "Group", "Service", "Team", "Project", "Dashboard", "Receiver", "Route"),
            *("ScrapeJob", "Probe", "RemoteWrite", "AlertmanagerEndpoint", "TimeInterval", "NotificationTemplate"),
        )
    },
    **{f"Service.{name}": _EXISTS for name in ("jobs", "probes", "metrics", "alerts", "recording_rules", "groups")},
    **dict.fromkeys(("Service.dashboards", "Group.rules"), _EXISTS),
    **{f"Project.{name}": _EXISTS for name in ("services", "environments", "teams")},
    "Project.checks": "findings of all environments are one report; an environment accepts its own with `allow`",
}


def _below(model: type[Spec]) -> set[type[Spec]]:
    return {model, *(below for child in model.__subclasses__() for below in _below(child))}


def _is_exported(model: type[Spec]) -> bool:
    return model.__module__.startswith("o11ygen.")


MODELS = sorted(
    (model for model in _below(Spec) if model is not Spec and _is_exported(model)), key=lambda m: m.__name__
)


def exception(model: type[Spec], field: str) -> str:
    """Why a field takes no `per_env`; empty for one that does."""
    if field == "allow":
        return _ALLOW
    names = [base.__name__ for base in model.__mro__]
    reasons = [reason for name in names if (reason := CLASSES.get(name) or FIELDS.get(f"{name}.{field}"))]
    return reasons[0] if reasons else ""


def everywhere(project: Project) -> Project:
    """The same project with a `per_env` in every place that takes one, which has the same value in each tier."""
    tiers = {environment.tier for environment in project.environments}
    known: dict[int, Spec] = {}

    def here(value: Any) -> Any:
        if isinstance(value, Spec):
            if id(value) not in known:
                known[id(value)] = value.with_values(
                    {name: varying(value, name, here(getattr(value, name))) for name in value.model_fields_set}
                )
            return known[id(value)]
        if isinstance(value, PerEnv):
            given = value.default if value.default is UNSET else here(value.default)
            return PerEnv(given, here(value.environments), here(value.tiers), value.origin)
        if isinstance(value, Mapping):
            return FrozenDict({key: here(item) for key, item in value.items()})
        return tuple(map(here, value)) if isinstance(value, tuple) else value

    def varying(spec: Spec, name: str, value: Any) -> Any:
        if exception(type(spec), name) or isinstance(value, PerEnv):
            return value
        return PerEnv(UNSET, {}, dict.fromkeys(tiers, value), spec.origin)

    changed = here(project)
    assert isinstance(changed, Project)
    return changed
