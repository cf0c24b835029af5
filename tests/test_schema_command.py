"""`o11ygen schema`, as people call it."""

import json

import pytest
from click.testing import CliRunner, Result

from o11ygen.cli import main
from o11ygen.targets.schema import KINDS


def _schema(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["schema", *arguments], prog_name="o11ygen")


def test_it_prints_the_schema_of_a_release() -> None:
    result = _schema("rules", "--version", "2.41")
    assert result.exit_code == 0
    rule = json.loads(result.output)["$defs"]["Rule"]["properties"]
    assert list(rule) == ["record", "alert", "expr", "for", "labels", "annotations"]


def test_the_help_names_every_kind() -> None:
    words = _schema("--help").output.replace(",", " ").replace(".", " ").split()
    assert {*KINDS, "spec"} <= set(words)


@pytest.mark.parametrize("kind", ["spec", "file-sd", "compose"])
def test_other_schemas(kind: str) -> None:
    result = _schema(kind)
    assert result.exit_code == 0
    assert json.loads(result.output)["$schema"].startswith("http")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("rulez",), 'there is no schema of `rulez`. Did you mean "rules"?'),
        (("alert-manager",), 'there is no schema of `alert-manager`. Did you mean "alertmanager"?'),
        (("terraform",), f"there is no schema of `terraform`. Known are spec, {', '.join(KINDS)}."),
        (("templates",), f"there is no schema of `templates`. Known are spec, {', '.join(KINDS)}."),
        (
            ("spec", "--version", "3.5"),
            "the schema of `spec` is the same for all releases. Leave out --version.",
        ),
        (
            ("dashboard", "--version", "12.0"),
            "the schema of `dashboard` is the same for all releases. Leave out --version.",
        ),
    ],
)
def test_what_has_no_schema_is_refused(arguments: tuple[str, ...], message: str) -> None:
    result = _schema(*arguments)
    assert (result.exit_code, result.output) == (2, f"o11ygen: {message}\n")


def test_a_version_that_is_none_is_refused() -> None:
    result = _schema("rules", "--version", "latest")
    assert result.exit_code == 2
    assert (
        'Invalid value for \'--version\': "latest" is not a version; write major.minor, such as "3.5".' in result.output
    )
