"""Files of targets, as `file_sd_configs` reads them and `http_sd_configs` fetches them: a list of groups."""

from pydantic import Field

from o11ygen.targets.discovery.static import StaticConfig
from o11ygen.targets.model import Target


class TargetGroups(Target):
    """A file of targets. The file is the list; the model calls it `groups`."""

    groups: list[StaticConfig] = Field(description="Targets with the labels they share.")
