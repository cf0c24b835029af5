"""Targets that are listed, in the configuration or in files, and those that DNS or a web server names."""

from typing import Annotated, ClassVar

from pydantic import AfterValidator, Field

from o11ygen.targets import scrape_relations
from o11ygen.targets.http import HTTPClient
from o11ygen.targets.label_name import LabelName
from o11ygen.targets.model import Target
from o11ygen.targets.scalars import Duration, HttpUrl, Int, Text


class StaticConfig(Target):
    """Targets with the labels they share."""

    targets: list[Text] | None = Field(default=None, description="Addresses, as `host:port`.")
    labels: dict[LabelName, Text] | None = Field(default=None, description="Labels of all these targets.")


class FileSD(Target):
    """Targets read from files, which Prometheus watches."""

    files: list[Annotated[Text, AfterValidator(scrape_relations.targets_file)]] = Field(
        min_length=1, description="Files, or patterns."
    )
    refresh_interval: Duration | None = Field(default=None, description="How often the files are read anyway.")


class DNSSD(Target):
    """Targets named by DNS records."""

    names: list[Text] = Field(min_length=1, description="Domain names that are looked up.")
    type: Text | None = Field(default=None, description="Record type: SRV (default), A, AAAA, MX or NS.")
    port: Int | None = Field(default=None, description="Port, where the record has none.")
    refresh_interval: Duration | None = Field(default=None, description="How often the names are looked up.")

    _record = scrape_relations.dns_record


class _List(Target):
    url: HttpUrl = Field(description="Where the list is.")
    refresh_interval: Duration | None = Field(default=None, description="How often the list is fetched.")


class HTTPSD(HTTPClient, _List):
    """Targets that a web server lists."""

    auth_checked_since: ClassVar[str] = "2.48"
