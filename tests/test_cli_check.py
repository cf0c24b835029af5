"""`generate --check` in every state of the output: it only looks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from o11ygen import transaction
from tests import author
from tests.author import o11ygen


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A healthy project, not yet generated."""
    return author.shop(tmp_path)


class TestCheck:
    def of(self, folder: Path) -> tuple[int, list[str]]:
        before = author.tree(folder)
        outcome = o11ygen(folder, "generate", "--check")
        assert author.tree(folder) == before
        return outcome.code, outcome.out.splitlines()

    def test_nothing_was_generated(self, shop: Path) -> None:
        code, lines = self.of(shop)
        assert code == 1
        assert lines[0].endswith("output/production/alertmanager/alertmanager.yml")
        assert {line.partition(": ")[0] for line in lines} == {"new"}

    @pytest.fixture
    def generated(self, shop: Path) -> Path:
        assert o11ygen(shop, "generate").code == 0
        return shop

    def test_current(self, generated: Path) -> None:
        assert self.of(generated) == (0, [])

    def test_stale(self, generated: Path) -> None:
        author.edit(generated, "specs/alerts.py", '"15m"', '"20m"')
        code, lines = self.of(generated)
        assert code == 1
        # In staging an override says how long it holds.
        assert len(lines) == 1
        assert lines[0].startswith("stale: ")
        assert lines[0].endswith("output/production/prometheus/alert-rules.yml")

    def test_missing(self, generated: Path) -> None:
        (generated / "output/production/alertmanager/alertmanager.yml").unlink()
        code, lines = self.of(generated)
        assert (code, len(lines)) == (1, 1)
        assert lines[0].startswith("missing: ")

    def test_edited_by_hand(self, generated: Path) -> None:
        file = generated / "output/staging/prometheus/prometheus.yml"
        file.write_text(file.read_text() + "# mine\n")
        code, lines = self.of(generated)
        assert (code, len(lines)) == (1, 1)
        assert lines[0].startswith("edited by hand: ")
        assert lines[0].endswith("output/staging/prometheus/prometheus.yml")

    @pytest.mark.parametrize("manifest", [None, b"damaged"])
    def test_the_manifest_alone(self, generated: Path, manifest: bytes | None) -> None:
        path = generated / "output" / "production" / ".o11ygen"
        path.unlink()
        if manifest is not None:
            path.write_bytes(manifest)
        outcome = o11ygen(generated, "generate", "--check")
        assert outcome.code == 1
        assert [line.partition(": ")[2] for line in outcome.out.splitlines()] == ["PROJECT/output/production/.o11ygen"]

    def test_no_longer_rendered(self, generated: Path) -> None:
        author.edit(generated, "specs/__init__.py", "environments=", "compose=False, environments=")
        code, lines = self.of(generated)
        assert code == 1
        assert [line for line in lines if line.startswith("no longer rendered: ")] == lines
        assert any(line.endswith("output/production/docker-compose.yml") for line in lines)

    def test_what_is_removed_or_left_is_not_counted_as_written(self, generated: Path) -> None:
        path = generated / "output" / "staging" / "docker-compose.yml"
        path.write_text(path.read_text() + "# by hand\n")
        author.edit(generated, "specs/__init__.py", "environments=", "compose=False, environments=")
        outcome = o11ygen(generated, "generate")
        assert outcome.err.splitlines()[-1].partition(" of ")[0] == "0"
        assert outcome.err.endswith(" files written, 1 removed: staging, production\n")
        assert path.exists()

    def test_it_says_what_to_do(self, generated: Path) -> None:
        author.edit(generated, "specs/alerts.py", '"15m"', '"20m"')
        outcome = o11ygen(generated, "generate", "--check")
        assert outcome.err == "output is not current; run `o11ygen generate` and commit what it writes\n"

    @pytest.mark.parametrize("format_", ["json", "sarif", "github", "junit"])
    def test_formats_for_programs_tell_the_files_too(self, generated: Path, format_: str) -> None:
        folder = generated / "output"
        (folder / "staging" / "prometheus" / "prometheus.yml").unlink()
        (folder / "production" / "prometheus" / "flags").write_text("--web.enable-admin-api\n")
        outcome = o11ygen(generated, "generate", "--check", "--format", format_)
        assert outcome.code == 1
        assert "output/missing" in outcome.out
        assert "output/edited" in outcome.out
        if format_ == "json":
            found = json.loads(outcome.out)["findings"]
            assert [(one["id"], one["severity"], one["environments"]) for one in found] == [
                ("output/edited", "error", ["production"]),
                ("output/missing", "error", ["staging"]),
            ]
            assert found[1]["location"]["file"].endswith("output/staging/prometheus/prometheus.yml")

    def test_a_run_that_was_killed(self, generated: Path) -> None:
        staging = generated / "output" / transaction.STAGING
        staging.mkdir()
        (staging / "journal.json").write_text("[]")
        outcome = o11ygen(generated, "generate", "--check")
        told = "an earlier run was ended while it wrote to PROJECT/output"
        assert (outcome.code, outcome.out) == (1, "")
        assert outcome.err.splitlines()[0] == f"{told}: it holds old files and new ones"
        outcome = o11ygen(generated, "generate")
        assert (outcome.code, outcome.out) == (0, "")
        assert outcome.err.splitlines()[0] == f"{told}; its files were restored first"
        assert not staging.exists()

    def test_a_broken_spec(self, generated: Path) -> None:
        author.edit(generated, "specs/alerts.py", '"15m"', '"15"')
        assert self.of(generated)[0] == 2
