"""The registry of renderers: each turns a Stack into the files of one target system."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from typing import TypeAlias

from o11ygen import plugins
from o11ygen.artifact import Artifact, DocumentPath
from o11ygen.finding import Finding, Location, Severity
from o11ygen.record import record
from o11ygen.resolved import Source, Stack

Render: TypeAlias = Callable[[Stack], Iterable[Artifact]]


@record
class Renderer:
    """A target system and the function that renders its files."""

    system: str
    render: Render


@record
class Written:
    """What a place of a rendered document was written from; the values of `Artifact.sources`.

    `fields` gives the author's name for places below, where it differs from the target's: `("annotations", "summary")`
    is `summary`. An empty path names the field that all others stand in. `words` gives message and hint as an author
    understands them for what the target's model says in the words of its file.
    """

    source: Source
    fields: Mapping[DocumentPath, str] = field(default_factory=dict)
    words: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def location(self, below: DocumentPath) -> Location:
        """The line of the spec behind a place below this one.

        What `fields` says, else the first step that the author's object has a field of the same name for (or with the
        underscore Python needs), else its `extra`, else the object itself.
        """
        for length in range(len(below), -1, -1):
            if below[:length] in self.fields:
                return self.source.location(self.fields[below[:length]])
        own = self.source.location()
        for step in below:
            for name in (step, f"{step}_") if isinstance(step, str) else ():
                location = self.source.location(name)
                if location != own:
                    return location
        # A field that the author's object has no word for was passed through.
        return self.source.location("extra")


def in_words(artifact: Artifact, place: DocumentPath, message: str, hint: str) -> tuple[str, str]:
    """A message and a hint of the target's model in the words of the author, where these are others."""
    found = artifact.sources.get(place)
    return found.words.get(message, (message, hint)) if isinstance(found, Written) else (message, hint)


def written_at(artifact: Artifact, place: DocumentPath) -> tuple[Source | None, Location]:
    """The resolved thing and the line of the spec behind a place in an artifact; nothing where no source is noted."""
    for length in range(len(place), -1, -1):
        found = artifact.sources.get(place[:length])
        if isinstance(found, Source):
            found = Written(found)
        if isinstance(found, Written):
            return found.source, found.location(place[length:])
    return None, Location()


@record
class RenderProblem:
    """Something of the spec that the target has no words for: message and hint as in a finding, `field` the author's."""

    id: str
    source: Source
    message: str
    hint: str
    field: str = ""

    def finding(self, environment: str) -> Finding:
        """The error it is in an environment, at the place in the spec."""
        location, related = self.source.location(self.field), self.source.related()
        return Finding(self.id, Severity.ERROR, self.message, self.hint, location, related, (environment,))


class RenderProblems(Exception):
    """Everything that one renderer has no words for; raised after its artifacts."""

    def __init__(self, problems: Iterable[RenderProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problem.message for problem in self.problems))


_RENDERERS: dict[str, Renderer] = {}


def renderer(system: str) -> Callable[[Render], Render]:
    """Register a function as the renderer of a target system: `@renderer("prometheus")`.

    The function is pure: it takes one environment's Stack and yields artifacts, whose paths are relative to the folder
    of that environment. It decides no default and picks no value; it only translates. What the target has no words for
    it tells by raising `RenderProblems`, once, after all artifacts, so that these are judged as well.
    """

    def register(render: Render) -> Render:
        _RENDERERS[system] = Renderer(system, render)
        return render

    return register


def renderers() -> tuple[Renderer, ...]:
    """All renderers, sorted by system."""
    plugins.load("o11ygen.renderers")
    return tuple(_RENDERERS[system] for system in sorted(_RENDERERS))
