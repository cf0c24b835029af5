"""Grafana's provisioning files: datasources, and the folders that dashboards are read from."""

from typing import Annotated, Any, Literal

from pydantic import Field, SerializeAsAny

from o11ygen.targets import grafana_relations
from o11ygen.targets.camel import CamelTarget
from o11ygen.targets.model import Since
from o11ygen.targets.scalars import Bool, Int, NonEmpty, Text, Uint


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

    _identity = grafana_relations.identity
    _plugin = grafana_relations.plugin
    _implementation = grafana_relations.implementation
    _login = grafana_relations.login
    _dollars = grafana_relations.dollars


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

    _unique = grafana_relations.datasources
    _links = grafana_relations.links


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

    _folders = grafana_relations.folders


class DashboardProviders(CamelTarget):
    """`provisioning/dashboards/*.yaml`."""

    api_version: Literal[1] = Field(description="Version of the format; without it Grafana reads a format long gone.")
    providers: list[DashboardProvider] = Field(description="Directories of dashboards.")

    _unique = grafana_relations.providers
