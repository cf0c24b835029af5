"""versions.yml: the releases that an environment's files were rendered for, for those who judge them later."""

from __future__ import annotations

from collections.abc import Iterator

from o11ygen import templating
from o11ygen.artifact import Artifact
from o11ygen.renderer import renderer
from o11ygen.resolved import Stack


@renderer("versions")
def render(stack: Stack) -> Iterator[Artifact]:
    """The versions that the environment declares, by system."""
    versions = {system: str(version) for system, version in stack.environment.versions.items()}
    text = templating.render("versions.yml.j2", stack=stack, versions=versions)
    yield Artifact("versions.yml", text, versions)
