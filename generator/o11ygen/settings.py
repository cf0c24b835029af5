"""What a pyproject.toml says of a project: where its specs stand, where output goes, and how it is linted."""

from __future__ import annotations

import tomllib
from pathlib import Path

from o11ygen.finding import nearest
from o11ygen.lintconfig import LintConfig, LintConfigError, lint_config
from o11ygen.record import record

_KEYS = ("project", "output", "lint")


class NoProjectError(Exception):
    """There is no project here, or its settings can't be used; the message says what to do."""


class SettingsError(NoProjectError):
    """There is a project, and its settings can't be used."""


@record
class Settings:
    """`[tool.o11ygen]` of a pyproject.toml: the folder it lies in, where the project stands, where output goes.

    `lint` is its table of the same name.
    """

    root: Path
    module: str
    attribute: str
    output: str
    lint: LintConfig = LintConfig()

    @property
    def spec(self) -> str:
        """What rendered files call the author's files: the package's folder."""
        return self.module.partition(".")[0]


def find_project(start: Path) -> Settings:
    """The settings of the nearest pyproject.toml with `[tool.o11ygen]`, at `start` or above."""
    for folder in (start.resolve(), *start.resolve().parents):
        file = folder / "pyproject.toml"
        if file.is_file():
            settings = _settings(file)
            if settings is not None:
                return settings
    raise NoProjectError(
        f"no pyproject.toml with [tool.o11ygen] in {start.resolve()} or above. Run `o11ygen init DIR` for a new project, "
        'or add `[tool.o11ygen]` with `project = "specs:project"`.'
    )


def _settings(file: Path) -> Settings | None:
    try:
        text = file.read_text("utf-8-sig")
        document = tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{file} is no TOML: {error}. Mend that line.") from None
    tools = document.get("tool", {})
    if not isinstance(tools, dict):
        raise SettingsError(f"{file}: `tool` is not a table. Write `[tool.o11ygen]`, and the settings below it.")
    table = tools.get("o11ygen")
    if table is None:
        return None
    if not isinstance(table, dict):
        raise SettingsError(f"{file}: `o11ygen` is not a table. Write `[tool.o11ygen]`, and the settings below it.")
    for key, value in table.items():
        if key not in _KEYS:
            hint = nearest(key, _KEYS) or f"Known keys: {', '.join(_KEYS)}."
            raise SettingsError(f"{file}: [tool.o11ygen] has no key `{key}`. {hint}")
        if key != "lint" and not isinstance(value, str):
            raise SettingsError(f"{file}: `{key}` of [tool.o11ygen] is not a string.")
    module, _, attribute = table.get("project", "specs:project").partition(":")
    if not attribute.isidentifier() or not all(part.isidentifier() for part in module.split(".")):
        raise SettingsError(f'{file}: `project` of [tool.o11ygen] is not "module:name", such as "specs:project".')
    try:
        lint = lint_config(table.get("lint", {}), file=file.name, text=text)
    except LintConfigError as error:
        raise SettingsError(str(error)) from None
    return Settings(file.parent, module, attribute, table.get("output", "output"), lint)
