"""What holds between the fields of Grafana's provisioning; without the models, so that it loads fast."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

from o11ygen.targets.checked_text import url_fault
from o11ygen.targets.plain import is_plain
from o11ygen.targets.relation import Fault, Versions, relation, repeated

if TYPE_CHECKING:
    from pydantic import BaseModel

    from o11ygen.targets.grafana_provisioning import DashboardProvider, DashboardProviders, Datasource, Datasources
    from o11ygen.targets.model import Target

_UID = re.compile(r"[A-Za-z0-9_-]{1,40}")
# A `$` that is not doubled, with the name after it: Grafana puts the environment's value there.
_EXPANDED = re.compile(r"(?<!\$)(?:\$\$)*\$(\{[^}]*\}|\w+)")
_ENVIRONMENT_NAME = re.compile(r"\{?[A-Za-z_][A-Za-z0-9_]*\}?")
_MODULE = "grafana_datasource"
# The models of `jsonData` in that module, by plugin.
_DATA = {
    "prometheus": "PrometheusData",
    "alertmanager": "AlertmanagerData",
    "jaeger": "JaegerData",
    "loki": "LokiData",
}
# What makes Grafana use a secret.
_SWITCHES = {
    "basicAuthPassword": "basicAuth",
    "tlsCACert": "jsonData.tlsAuthWithCACert",
    "tlsClientCert": "jsonData.tlsAuth",
    "tlsClientKey": "jsonData.tlsAuth",
}


def data_model(plugin: str) -> type[Target] | None:
    """The model of the `jsonData` of a plugin's datasources; none where the plugin is not known."""
    name = _DATA.get(plugin)
    return getattr(import_module(f"{__package__}.{_MODULE}"), name) if name is not None else None


@relation
def identity(datasource: Datasource, versions: Versions) -> Iterator[Fault]:
    """Others can refer to the datasource, and Grafana can reach it."""
    if not datasource.uid:
        hint = "Write one, such as `prometheus`"
        yield Fault("without `uid` the datasource has another one on each server", hint, ("uid",))
    elif _UID.fullmatch(datasource.uid) is None:
        yield Fault(f"`{datasource.uid}` is no uid", "Use at most 40 letters, digits, `-` and `_`", ("uid",))
    known = datasource.url and "$" not in datasource.url and datasource.type in _DATA
    fault = url_fault(datasource.url) if datasource.url and known else ""
    if fault:
        yield Fault(fault, "Write a URL such as `http://prometheus:9090`", ("url",))


@relation
def plugin(datasource: Datasource, versions: Versions) -> Iterator[Fault]:
    """What the plugin does with its settings; unknown ones are only a fault when they look misspelt."""
    name, data = _DATA.get(datasource.type), datasource.json_data
    if name is None or not isinstance(data, dict) or is_plain(f"{_MODULE}.{name}", data, versions):
        return
    model = data_model(datasource.type)
    from o11ygen.targets.model import judge

    for problem in judge(model, data, versions) if model is not None else ():
        if problem.kind != "unknown" or problem.hint.startswith("Did you mean"):
            yield Fault(problem.message, problem.hint, ("jsonData", *problem.path))


@relation
def implementation(datasource: Datasource, versions: Versions) -> Iterator[Fault]:
    """Grafana knows which Alertmanager it is."""
    if datasource.type == "alertmanager" and _value(datasource.json_data, "implementation") is None:
        hint = "Write `implementation: prometheus`"
        yield Fault("Grafana takes an Alertmanager for Mimir's unless told otherwise", hint, ("jsonData",))


@relation
def login(datasource: Datasource, versions: Versions) -> Iterator[Fault]:
    """A name without a password, or a certificate without its key: Grafana says nothing, the server `401`."""
    secure = datasource.secure_json_data or {}
    if datasource.basic_auth and not datasource.basic_auth_user:
        yield Fault("it logs in without a name", "Write `basicAuthUser`", ("basicAuth",))
    wanted = {"basicAuthPassword": bool(datasource.basic_auth)}
    wanted["tlsCACert"] = _value(datasource.json_data, "tls_auth_with_ca_cert", "tlsAuthWithCACert") is True
    for name in ("tlsClientCert", "tlsClientKey"):
        wanted[name] = _value(datasource.json_data, "tls_auth", "tlsAuth") is True
    for name, needed in wanted.items():
        if needed and not secure.get(name):
            hint = f"Write `secureJsonData.{name}`, such as `$NAME` or `$__file{{/run/secrets/...}}`"
            yield Fault(f"it has no `{name}`, which it is told to use; every request is refused", hint)
        elif not needed and secure.get(name):
            yield Fault(f"`{name}` is never used", f"Switch it on: `{_SWITCHES[name]}: true`", ("secureJsonData", name))


@relation
def dollars(datasource: Datasource, versions: Versions) -> Iterator[Fault]:
    """No dollar is taken for a variable that is not meant."""
    for path, text in _texts(_written(datasource), ("jsonData",)):
        for name in replaced_names(text):
            yield Fault(f"Grafana replaces `${name}` by an environment variable", f"Write `$${name}`", path)


@relation
def datasources(file: Datasources, versions: Versions) -> Iterator[Fault]:
    """Uids and names are of one datasource each, and one is the default."""
    entries = file.datasources or []
    uids = ((number, each.uid) for number, each in enumerate(entries))
    yield from repeated(uids, "the uid", "Give each its own", at=lambda number: ("datasources", number, "uid"))
    names = ((number, each.name) for number, each in enumerate(entries))
    hint = "Rename one: the later replaces the earlier"
    yield from repeated(names, "the name", hint, at=lambda number: ("datasources", number, "name"))
    defaults: dict[int, int] = {}
    for number, each in enumerate(entries):
        if each.is_default is True:
            organisation = each.org_id or 1
            if organisation in defaults:
                hint = "Keep `isDefault` on one: Grafana does not start with two"
                yield Fault("a second default datasource", hint, ("datasources", number, "isDefault"))
            defaults.setdefault(organisation, number)


@relation
def links(file: Datasources, versions: Versions) -> Iterator[Fault]:
    """A link to a datasource that this file does not have leads nowhere, if it has any of that kind."""
    known = {each.uid for each in file.datasources or ()}
    for number, each in enumerate(file.datasources or ()):
        for path, text in _texts(_written(each), ("datasources", number, "jsonData")):
            if path[-1] == "datasourceUid" and "$" not in text and text not in known:
                yield Fault(f"no datasource has the uid `{text}`", "Name one of this file", path)


@relation
def folders(provider: DashboardProvider, versions: Versions) -> Iterator[Fault]:
    """Folders come from directories or from the provider."""
    if provider.options.folders_from_files_structure is True:
        for field, name in (("folder", "folder"), ("folder_uid", "folderUid")):
            if getattr(provider, field):
                hint = "Remove it, or switch off `foldersFromFilesStructure`"
                yield Fault(f"`{name}` does nothing: folders come from directories", hint, (name,))


@relation
def providers(file: DashboardProviders, versions: Versions) -> Iterator[Fault]:
    """Each provider has a name of its own."""
    names = ((number, each.name) for number, each in enumerate(file.providers))
    hint = "Rename one: Grafana does not start with two of a name"
    yield from repeated(names, "the provider", hint, at=lambda number: ("providers", number, "name"))


def replaced_names(text: str) -> Iterator[str]:
    """The names behind a dollar sign that Grafana takes for the environment's and that can't be meant so."""
    for name in _EXPANDED.findall(text):
        if name.strip("{}").startswith("__") or _ENVIRONMENT_NAME.fullmatch(name) is None:
            yield name


def _written(datasource: Datasource) -> Mapping[str, Any]:
    """The settings of the plugin as in the file; one that was built has them as a model."""
    data = datasource.json_data
    if data is None:
        return {}
    return data if isinstance(data, dict) else data.document()


def _value(data: BaseModel | Mapping[str, Any] | None, field: str, key: str = "") -> Any:
    return data.get(key or field) if isinstance(data, Mapping) else getattr(data, field, None)


def _texts(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(item, (*path, key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _texts(item, (*path, number))
