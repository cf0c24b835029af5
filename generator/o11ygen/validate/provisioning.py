"""Grafana's provisioning files as Grafana reads them: datasources, and the folders that dashboards are read from.

Values hold environment variables (`$NAME`, `${NAME}`), whose text is not known here: what they stand for is not judged.
Unknown fields are ignored by Grafana. Files for alerting, and for apps, are recognised and not judged.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from o11ygen.finding import Severity, nearest
from o11ygen.targets.grafana_provisioning import (
    DashboardProvider,
    Datasource,
    DeletedDatasource,
    ProviderOptions,
)
from o11ygen.targets.grafana_relations import data_model, replaced_names
from o11ygen.targets.model import Target
from o11ygen.targets.model import judge as judge_model
from o11ygen.validate.context import Context
from o11ygen.validate.dashboard_view import entries
from o11ygen.validate.flaw import Flaw, Path, warning
from o11ygen.version import Version
from o11ygen.yamlread import Scalar

Json: TypeAlias = Mapping[str, Any]

_UID = re.compile(r"[A-Za-z0-9_-]{1,40}")
# What Go's strconv.ParseBool takes.
_BOOLEANS = frozenset(("1", "t", "T", "TRUE", "true", "True", "0", "f", "F", "FALSE", "false", "False"))
_OF_ALERTING = frozenset(
    (
        *("groups", "contactPoints", "policies", "muteTimes", "templates"),
        *("deleteRules", "deleteContactPoints", "resetPolicies", "deleteMuteTimes", "deleteTemplates"),
    )
)
# Fields that Grafana once had, and where their values belong since.
_MOVED = {
    "password": "secureJsonData.password",
    "basicAuthPassword": "secureJsonData.basicAuthPassword",
    "orgName": "orgId",
}
_UIDS_JUDGED_SINCE = Version.parse("12.0")


def judge(value: Any, context: Context) -> Iterator[Flaw]:
    """What keeps Grafana from starting with the file, or does not do what it says."""
    if isinstance(value, list):
        message = "a list of folders is the format before `apiVersion`, which Grafana reads still and calls outdated"
        yield warning("grafana/api-version", message, "Write `apiVersion: 1` and put the list under `providers`.", ())
        return
    if value is None:
        return
    if not isinstance(value, Mapping):
        yield Flaw("grafana/value", "a provisioning file is a mapping", "Begin it with `apiVersion: 1`.")
        return
    if "providers" in value:
        yield from _providers(value)
    elif {"datasources", "deleteDatasources", "prune"} & set(value):
        yield from _datasources(value, context)
    else:
        what = "plugins" if "apps" in value else "alerting"
        if what == "plugins" or _OF_ALERTING & set(value):
            message = f"this file provisions {what}: it is read as YAML and not judged further"
            yield Flaw("grafana/format", message, "", (), Severity.INFO, refused=False)


def _datasources(value: Json, context: Context) -> Iterator[Flaw]:
    yield from _fields(value, ("apiVersion", "datasources", "deleteDatasources", "prune"), ())
    version = _native(value.get("apiVersion"))
    if version is None or version == 0:
        message = (
            "without `apiVersion` Grafana reads the format before it, which has no `isDefault`, `jsonData` or `uid`"
        )
        yield warning("grafana/api-version", message, "Write `apiVersion: 1`.", ("apiVersion",))
    elif not isinstance(version, int):
        message = f"`{value['apiVersion']}` is no version of the format: Grafana does not start"
        yield Flaw("grafana/api-version", message, "Write `apiVersion: 1`.", ("apiVersion",))
    elif version != 1:
        yield _beyond(version)
    for name, model in (("datasources", Datasource), ("deleteDatasources", DeletedDatasource)):
        listed = value.get(name)
        if listed is not None and not isinstance(listed, list):
            yield Flaw(
                "grafana/value", f"`{name}` must be a list: Grafana does not start", "Begin items with `-`.", (name,)
            )
        for index, item in enumerate(listed if isinstance(listed, list) else ()):
            if not isinstance(item, Mapping):
                yield Flaw(
                    "grafana/value", "a datasource is a mapping", "Write `name`, `type` and `url`.", (name, index)
                )
                continue
            yield from _fields(item, _names(model), (name, index))
            yield from _typed(
                item, (name, index), ("orgId", "version"), ("isDefault", "editable", "basicAuth", "withCredentials")
            )
            if not item.get("name"):
                yield Flaw("grafana/missing", "a datasource needs a `name`", "Write one.", (name, index))
    for index, source in entries(value.get("datasources")):
        yield from _datasource(source, ("datasources", index), context)
    yield from _among(value)


def _datasource(source: Json, at: Path, context: Context) -> Iterator[Flaw]:
    kind, access, uid = source.get("type"), source.get("access"), source.get("uid")
    if not kind:
        yield Flaw("grafana/missing", "a datasource needs a `type`, its plugin", "Write one, such as `prometheus`.", at)
    if isinstance(access, str) and access and access not in ("proxy", "direct") and "$" not in access:
        message = f"`{access}` is no way of access: Grafana says so in its log and takes `proxy`"
        yield warning("grafana/value", message, "Write `proxy`.", (*at, "access"))
    elif access == "direct" and kind == "prometheus":
        message = "Grafana no longer asks a Prometheus from the browser: every panel shows an error"
        yield Flaw("grafana/value", message, "Write `proxy`.", (*at, "access"))
    if not uid:
        message = "without `uid` Grafana makes one from the name, so dashboards lose the datasource when it is renamed"
        yield warning("grafana/uid", message, "Write one, such as `prometheus`.", at)
    elif isinstance(uid, str) and "$" not in uid and _UID.fullmatch(uid) is None:
        version = context.versions.get("grafana")
        refuses = version is None or version[:2] >= _UIDS_JUDGED_SINCE[:2]
        message, hint = f"`{uid}` is no uid", "Use at most 40 letters, digits, `-` and `_`."
        found = Flaw if refuses else warning
        yield found("grafana/uid", message + (": Grafana refuses it" if refuses else ""), hint, (*at, "uid"))
    yield from _settings(source, str(kind), at, context)
    yield from _login(source, at)
    for place, text in _texts({name: source.get(name) for name in ("url", "jsonData")}, at):
        for name in replaced_names(text):
            message = f"Grafana replaces `${name}` by an environment variable, which has no such name: by nothing"
            yield warning("grafana/dollar", message, f"Write `$${name}`.", place)


def _settings(source: Json, kind: str, at: Path, context: Context) -> Iterator[Flaw]:
    """What the plugin makes of its settings; what it does not know is a fault only where it looks misspelt."""
    for name in ("jsonData", "secureJsonData"):
        part = source.get(name)
        if part is not None and not isinstance(part, Mapping):
            message = f"`{name}` must be a mapping: Grafana does not start"
            yield Flaw("grafana/value", message, "Write names and values below it.", (*at, name))
    secure = source.get("secureJsonData")
    for name, text in secure.items() if isinstance(secure, Mapping) else ():
        if isinstance(text, (Mapping, list)):
            message = f"the secret `{name}` must be text: Grafana does not start"
            yield Flaw("grafana/value", message, "Write one value, such as `$NAME`.", (*at, "secureJsonData", name))
    data = source.get("jsonData")
    data = data if isinstance(data, Mapping) else {}
    if kind == "alertmanager" and not data.get("implementation"):
        message = "Grafana takes an Alertmanager for Mimir's unless told otherwise, and asks it at paths it has not"
        yield warning("grafana/missing", message, "Write `implementation: prometheus` under `jsonData`.", at)
    model = data_model(kind)
    for problem in judge_model(model, dict(data), context.versions) if model is not None else ():
        given = _at(data, problem.path)
        if (isinstance(given, str) and "$" in given) or (
            problem.kind == "unknown" and "Did you mean" not in problem.hint
        ):
            continue
        id_ = "grafana/field" if problem.kind == "unknown" else "grafana/value"
        place = (*at, "jsonData", *problem.path)
        yield warning(id_, problem.message, problem.hint, place, on_key=problem.kind == "unknown")


def _login(source: Json, at: Path) -> Iterator[Flaw]:
    secure = source.get("secureJsonData")
    if str(source.get("basicAuth")).lower() != "true":
        return
    if not source.get("basicAuthUser"):
        yield warning("grafana/login", "it logs in without a name", "Write `basicAuthUser`.", (*at, "basicAuth"))
    if not isinstance(secure, Mapping) or not secure.get("basicAuthPassword"):
        message = "it logs in without a password, so every request is refused"
        yield warning("grafana/login", message, "Write `secureJsonData.basicAuthPassword: $NAME`.", (*at, "basicAuth"))


def _among(value: Json) -> Iterator[Flaw]:
    """Datasources that stand in each other's way."""
    names: dict[tuple[str, str], int] = {}
    uids: dict[tuple[str, str], int] = {}
    defaults: dict[str, int] = {}
    for index, source in entries(value.get("datasources")):
        organisation = str(source.get("orgId") or 1)
        at: Path = ("datasources", index)
        name, uid = str(source.get("name") or ""), str(source.get("uid") or "")
        if name and names.setdefault((organisation, name), index) != index:
            message = f"the datasource `{name}` stands here twice: the later replaces the earlier"
            yield warning("grafana/duplicate", message, "Rename one of them.", (*at, "name"))
        elif uid and uids.setdefault((organisation, uid), index) != index:
            message = f"the uid `{uid}` is taken by `datasources[{uids[organisation, uid]}]`: Grafana does not start"
            yield Flaw("grafana/duplicate", message, "Give each its own.", (*at, "uid"))
        if str(source.get("isDefault")).lower() == "true" and defaults.setdefault(organisation, index) != index:
            message = f"a second default beside `datasources[{defaults[organisation]}]`: Grafana does not start"
            yield Flaw("grafana/duplicate", message, "Keep `isDefault` on one.", (*at, "isDefault"))


def _providers(value: Json) -> Iterator[Flaw]:
    yield from _fields(value, ("apiVersion", "providers"), ())
    version = _native(value.get("apiVersion"))
    if not isinstance(version, int) or version < 1:
        message = "without a whole number as `apiVersion` Grafana reads the format before it, a list: it does not start"
        yield Flaw("grafana/api-version", message, "Write `apiVersion: 1`.", ("apiVersion",))
    elif version != 1:
        yield _beyond(version)
    listed = value["providers"]
    if listed is not None and not isinstance(listed, list):
        message = "`providers` must be a list: Grafana does not start"
        yield Flaw("grafana/value", message, "Begin items with `-`.", ("providers",))
    names: dict[str, int] = {}
    for index, provider in entries(listed):
        at: Path = ("providers", index)
        yield from _fields(provider, _names(DashboardProvider), at)
        yield from _typed(
            provider, at, ("orgId", "updateIntervalSeconds"), ("disableDeletion", "allowUiUpdates", "editable")
        )
        yield from _provider(provider, at)
        name = str(provider.get("name") or "")
        if name and names.setdefault(name, index) != index:
            message = f"the provider `{name}` stands here twice: each deletes the dashboards that the other loaded"
            yield warning("grafana/duplicate", message, "Rename one of them.", (*at, "name"))


def _provider(provider: Json, at: Path) -> Iterator[Flaw]:
    kind, options = provider.get("type"), provider.get("options")
    if kind not in (None, "", "file") and "$" not in str(kind):
        message = f"`{kind}` is no type of provider: Grafana does not start"
        yield Flaw("grafana/value", message, "Write `file`.", (*at, "type"))
    if options is not None and not isinstance(options, Mapping):
        yield Flaw("grafana/value", "`options` must be a mapping", "Write `path` below it.", (*at, "options"))
        return
    options = options or {}
    if not (options.get("path") or options.get("folder")):
        message = "`options.path` is missing, the directory of the dashboards: Grafana does not start"
        yield Flaw("grafana/missing", message, "Write it, as seen from Grafana.", (*at, "options") if options else at)
    elif not options.get("path"):
        message = "`folder` is the old name of the directory"
        yield warning("grafana/deprecated", message, "Write `path`.", (*at, "options", "folder"), on_key=True)
    yield from _fields(options, (*_names(ProviderOptions), "folder"), (*at, "options"))
    if str(options.get("foldersFromFilesStructure")).lower() == "true":
        given = [name for name in ("folder", "folderUid") if provider.get(name)]
        if len(given) == 2:
            message = "`folder` and `folderUid` beside `foldersFromFilesStructure`: Grafana does not start"
            yield Flaw("grafana/exclusive", message, "Remove both, or `foldersFromFilesStructure`.", (*at, "folder"))
        elif given:
            message = f"`{given[0]}` does nothing: folders come from directories"
            hint = "Remove it, or switch off `foldersFromFilesStructure`."
            yield warning("grafana/exclusive", message, hint, (*at, given[0]))


def _beyond(version: int) -> Flaw:
    message = f"there is no version {version} of the format; Grafana reads it as version 1"
    return warning("grafana/api-version", message, "Write `apiVersion: 1`.", ("apiVersion",))


def _names(model: type[Target]) -> tuple[str, ...]:
    return tuple(field.alias or name for name, field in model.model_fields.items())


def _fields(part: Json, known: tuple[str, ...], at: Path) -> Iterator[Flaw]:
    for name in part:
        if name in _MOVED and name not in known:
            message = f"`{name}` is no longer read by Grafana"
            if part[name]:
                yield warning("grafana/field", message, f"Write `{_MOVED[name]}`.", (*at, name), on_key=True)
        elif name not in known and not str(name).startswith("x-"):
            hint = nearest(str(name), known) or "Remove it."
            yield warning(
                "grafana/field", f"Grafana ignores the unknown field `{name}`", hint, (*at, str(name)), on_key=True
            )


def _typed(part: Json, at: Path, numbers: tuple[str, ...], booleans: tuple[str, ...]) -> Iterator[Flaw]:
    """Values that Grafana can't turn into a number or a boolean, after the environment's variables are in."""
    kinds: tuple[tuple[tuple[str, ...], Callable[[str], bool], str], ...] = (
        (numbers, lambda text: re.fullmatch(r"[+-]?\d+", text, re.ASCII) is not None, "a whole number"),
        (booleans, lambda text: text in _BOOLEANS, "`true` or `false`"),
    )
    for names, fits, words in kinds:
        for name in names:
            value = part.get(name)
            text = str(value).lower() if isinstance(value, bool) else str(value)
            if value is None or (isinstance(value, str) and "$" in value) or (not text and names is numbers):
                continue
            if isinstance(value, (Mapping, list)) or not fits(text):
                message = f"`{name}` must be {words}: Grafana does not start"
                yield Flaw("grafana/value", message, f"Write {words}.", (*at, name))


def _native(value: Any) -> Any:
    return value.value if isinstance(value, Scalar) else value


def _texts(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _texts(item, (*path, str(key)))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _texts(item, (*path, number))


def _at(value: Any, path: Path) -> Any:
    for step in path:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return None
    return value
