"""Files of `scrape_config_files`: scrape jobs that stand outside of prometheus.yml."""

from pydantic import Field

from o11ygen.targets.model import Target
from o11ygen.targets.scrape import ScrapeConfig


class ScrapeConfigFile(Target):
    """A file of scrape jobs."""

    scrape_configs: list[ScrapeConfig] | None = Field(default=None, description="Scrape jobs.")
