"""Targets that are listed, in the configuration or in files, and those that DNS or a web server names."""

import re
from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import AfterValidator, Field

from o11ygen.targets.http import HTTPClient
from o11ygen.targets.label_name import LabelName
from o11ygen.targets.model import Target, refuse
from o11ygen.targets.relation import Fault, Versions, at_least, relation
from o11ygen.targets.scalars import Duration, HttpUrl, Int, Text

_FILE = re.compile(r"[^*]*(\*[^/]*)?\.(json|yml|yaml|JSON|YML|YAML)")
_RECORD_SINCE = {"SRV": "2.0", "A": "2.0", "AAAA": "2.0", "MX": "2.38", "NS": "2.49"}


def _targets_file(path: str) -> str:
    if _FILE.fullmatch(path) is None:
        raise refuse(
            f"`{path}` does not name a file of targets",
            "End it in .json, .yml or .yaml, and use `*` in the file name only",
        )
    return path


class StaticConfig(Target):
    """Targets with the labels they share."""

    targets: list[Text] | None = Field(default=None, description="Addresses, as `host:port`.")
    labels: dict[LabelName, Text] | None = Field(default=None, description="Labels of all these targets.")


class FileSD(Target):
    """Targets read from files, which Prometheus watches."""

    files: list[Annotated[Text, AfterValidator(_targets_file)]] = Field(min_length=1, description="Files, or patterns.")
    refresh_interval: Duration | None = Field(default=None, description="How often the files are read anyway.")


class DNSSD(Target):
    """Targets named by DNS records."""

    names: list[Text] = Field(min_length=1, description="Domain names that are looked up.")
    type: Text | None = Field(default=None, description="Record type: SRV (default), A, AAAA, MX or NS.")
    port: Int | None = Field(default=None, description="Port, where the record has none.")
    refresh_interval: Duration | None = Field(default=None, description="How often the names are looked up.")

    @relation
    def _record(self, versions: Versions) -> Iterator[Fault]:
        record = (self.type or "SRV").upper()
        since = _RECORD_SINCE.get(record)
        if since is None:
            yield Fault(f"`{self.type}` is not a record type", "Use SRV, A, AAAA, MX or NS", ("type",))
        elif not at_least(versions, prometheus=since):
            yield Fault(f"{record} records need Prometheus {since}", "Use SRV, A or AAAA", ("type",))
        if record != "SRV" and not self.port:
            yield Fault(f"{record} records carry no port", "Add `port`", ("port",))


class _List(Target):
    url: HttpUrl = Field(description="Where the list is.")
    refresh_interval: Duration | None = Field(default=None, description="How often the list is fetched.")


class HTTPSD(HTTPClient, _List):
    """Targets that a web server lists."""

    auth_checked_since: ClassVar[str] = "2.48"
