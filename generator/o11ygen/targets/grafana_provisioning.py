"""Grafana's provisioning files: datasources, and the folders that dashboards are read from."""

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, SerializeAsAny

from o11ygen.targets.camel import CamelTarget
from o11ygen.targets.grafana_datasource import JSON_DATA
from o11ygen.targets.model import Since, Target, judge
from o11ygen.targets.relation import Fault, Versions, relation, repeated
from o11ygen.targets.scalars import Bool, Int, NonEmpty, Text, Uint, url_fault

_UID = re.compile(r"[A-Za-z0-9_-]{1,40}")
# A `$` that is not doubled, with the name after it: Grafana puts the environment's value there.
_EXPANDED = re.compile(r"(?<!\$)(?:\$\$)*\$(\{[^}]*\}|\w+)")
_ENVIRONMENT_NAME = re.compile(r"\{?[A-Za-z_][A-Za-z0-9_]*\}?")


class Datasource(CamelTarget):
    """One datasource."""

    name: NonEmpty = Field(description="Its name.")
    type: NonEmpty = Field(description="Its plugin, such as `prometheus`.")
    uid: Text | None = Field(default=None, description="Its fixed id; dashboards refer to it.")
    access: Literal["proxy", "direct"] | None = Field(default=None, description="`proxy`: through Grafana.")
    url: Text | None = Field(default=None, description="Its address, seen from Grafana.")
    org_id: Int | None = Field(default=None, description="Organisation, 1 unless set.")
    is_default: Bool | None = Field(default=None, description="Used where none is chosen.")
    editable: Bool | None = Field(default=None, description="People may change it.")
    version: Int | None = Field(default=None, description="Only a higher one replaces what is stored.")
    user: Text | None = Field(default=None, description="User of a database.")
    database: Text | None = Field(default=None, description="A database.")
    basic_auth: Bool | None = Field(default=None, description="Send a name and password.")
    basic_auth_user: Text | None = Field(default=None, description="The name.")
    with_credentials: Bool | None = Field(default=None, description="Send cookies.")
    json_data: SerializeAsAny[CamelTarget] | dict[str, Any] | None = Field(
        default=None, description="Settings of the plugin.", union_mode="left_to_right"
    )
    secure_json_data: dict[str, Text] | None = Field(default=None, description="Secrets, as `$NAME`.")
    correlations: list[dict[str, Any]] | None = Field(default=None, description="Links to other datasources.")

    @relation
    def _identity(self, versions: Versions) -> Iterator[Fault]:
        if not self.uid:
            hint = "Write one, such as `prometheus`"
            yield Fault("without `uid` the datasource has another one on each server", hint, ("uid",))
        elif _UID.fullmatch(self.uid) is None:
            yield Fault(f"`{self.uid}` is no uid", "Use at most 40 letters, digits, `-` and `_`", ("uid",))
        fault = url_fault(self.url) if self.url and "$" not in self.url and self.type in JSON_DATA else ""
        if fault:
            yield Fault(fault, "Write a URL such as `http://prometheus:9090`", ("url",))

    @relation
    def _plugin(self, versions: Versions) -> Iterator[Fault]:
        """What the plugin does with its settings; unknown ones are only a fault when they look misspelt."""
        model = JSON_DATA.get(self.type)
        if model is None or not isinstance(self.json_data, dict):
            return
        for problem in judge(model, self.json_data, versions):
            if problem.kind != "unknown" or problem.hint.startswith("Did you mean"):
                yield Fault(problem.message, problem.hint, ("jsonData", *problem.path))

    @relation
    def _implementation(self, versions: Versions) -> Iterator[Fault]:
        if self.type == "alertmanager" and _value(self.json_data, "implementation") is None:
            hint = "Write `implementation: prometheus`"
            yield Fault("Grafana takes an Alertmanager for Mimir's unless told otherwise", hint, ("jsonData",))

    @relation
    def _login(self, versions: Versions) -> Iterator[Fault]:
        """A name without a password, or a certificate without its key: Grafana says nothing, the server `401`."""
        secure = self.secure_json_data or {}
        if self.basic_auth and not self.basic_auth_user:
            yield Fault("it logs in without a name", "Write `basicAuthUser`", ("basicAuth",))
        wanted = {"basicAuthPassword": bool(self.basic_auth)}
        wanted["tlsCACert"] = _value(self.json_data, "tls_auth_with_ca_cert", "tlsAuthWithCACert") is True
        for name in ("tlsClientCert", "tlsClientKey"):
            wanted[name] = _value(self.json_data, "tls_auth", "tlsAuth") is True
        for name, needed in wanted.items():
            if needed and not secure.get(name):
                hint = f"Write `secureJsonData.{name}`, such as `$NAME` or `$__file{{/run/secrets/...}}`"
                yield Fault(f"it has no `{name}`, which it is told to use; every request is refused", hint)
            elif not needed and secure.get(name):
                yield Fault(
                    f"`{name}` is never used", f"Switch it on: `{_SWITCHES[name]}: true`", ("secureJsonData", name)
                )

    @relation
    def _dollars(self, versions: Versions) -> Iterator[Fault]:
        data = self.json_data.document() if isinstance(self.json_data, Target) else self.json_data
        for path, text in _texts(data or {}, ("jsonData",)):
            for name in replaced_names(text):
                yield Fault(f"Grafana replaces `${name}` by an environment variable", f"Write `$${name}`", path)


# What makes Grafana use a secret.
_SWITCHES = {
    "basicAuthPassword": "basicAuth",
    "tlsCACert": "jsonData.tlsAuthWithCACert",
    "tlsClientCert": "jsonData.tlsAuth",
    "tlsClientKey": "jsonData.tlsAuth",
}


def replaced_names(text: str) -> Iterator[str]:
    """The names behind a dollar sign that Grafana takes for the environment's and that can't be meant so."""
    for name in _EXPANDED.findall(text):
        if name.strip("{}").startswith("__") or _ENVIRONMENT_NAME.fullmatch(name) is None:
            yield name


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


class DeletedDatasource(CamelTarget):
    """A datasource that is removed at start."""

    name: NonEmpty = Field(description="Its name.")
    org_id: Int | None = Field(default=None, description="Its organisation.")


class Datasources(CamelTarget):
    """`provisioning/datasources/*.yaml`."""

    api_version: Literal[1] = Field(description="Version of the format; without it Grafana reads a format long gone.")
    prune: Annotated[Bool | None, Since(grafana="11.1")] = Field(
        default=None, description="Remove datasources that are no longer listed."
    )
    delete_datasources: list[DeletedDatasource] | None = Field(default=None, description="Removed first.")
    datasources: list[Datasource] | None = Field(default=None, description="The datasources.")

    @relation
    def _unique(self, versions: Versions) -> Iterator[Fault]:
        entries = self.datasources or []
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
    def _links(self, versions: Versions) -> Iterator[Fault]:
        """A link to a datasource that this file does not have leads nowhere, if it has any of that kind."""
        known = {each.uid for each in self.datasources or ()}
        for number, each in enumerate(self.datasources or ()):
            data = each.json_data.document() if isinstance(each.json_data, Target) else each.json_data
            for path, text in _texts(data or {}, ("datasources", number, "jsonData")):
                if path[-1] == "datasourceUid" and "$" not in text and text not in known:
                    yield Fault(f"no datasource has the uid `{text}`", "Name one of this file", path)


class ProviderOptions(CamelTarget):
    """Where dashboards lie."""

    path: NonEmpty = Field(description="Directory, seen from Grafana.")
    folders_from_files_structure: Bool | None = Field(default=None, description="Each directory is a folder.")


class DashboardProvider(CamelTarget):
    """A directory of dashboards."""

    name: NonEmpty = Field(description="Its name, unique.")
    type: Literal["file"] | None = Field(default=None, description="`file`.")
    org_id: Int | None = Field(default=None, description="Organisation, 1 unless set.")
    folder: Text | None = Field(default=None, description="Folder for all of them.")
    folder_uid: Text | None = Field(default=None, description="Its uid.")
    disable_deletion: Bool | None = Field(default=None, description="Keep dashboards whose file is gone.")
    update_interval_seconds: Uint | None = Field(default=None, description="How often the directory is read.")
    allow_ui_updates: Bool | None = Field(default=None, description="People may save; the file wins at next start.")
    editable: Bool | None = Field(default=None, description="Old name of the same.")
    options: ProviderOptions = Field(description="Where they lie.")

    @relation
    def _folders(self, versions: Versions) -> Iterator[Fault]:
        if self.options.folders_from_files_structure is True:
            for field, name in (("folder", "folder"), ("folder_uid", "folderUid")):
                if getattr(self, field):
                    hint = "Remove it, or switch off `foldersFromFilesStructure`"
                    yield Fault(f"`{name}` does nothing: folders come from directories", hint, (name,))


class DashboardProviders(CamelTarget):
    """`provisioning/dashboards/*.yaml`."""

    api_version: Literal[1] = Field(description="Version of the format; without it Grafana reads a format long gone.")
    providers: list[DashboardProvider] = Field(description="Directories of dashboards.")

    @relation
    def _unique(self, versions: Versions) -> Iterator[Fault]:
        names = ((number, each.name) for number, each in enumerate(self.providers))
        hint = "Rename one: Grafana does not start with two of a name"
        yield from repeated(names, "the provider", hint, at=lambda number: ("providers", number, "name"))
