"""Write a placeholder for every secret that a rendered docker-compose.yml mounts and that is not there yet."""

from __future__ import annotations

import sys
from pathlib import Path

import yaml

OUTPUT = Path(__file__).resolve().parent.parent / "output"


def main() -> int:
    """Placeholders for all environments, or those named as arguments; existing files stay."""
    chosen = sys.argv[1:]
    for compose in sorted(OUTPUT.glob("*/docker-compose.yml")):
        if chosen and compose.parent.name not in chosen:
            continue
        document = yaml.safe_load(compose.read_text("utf-8"))
        for name, secret in (document.get("secrets") or {}).items():
            path = compose.parent / secret["file"]
            if path.exists():
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            # A URL where one is read: the service starts, and what it sends goes nowhere.
            text = "http://127.0.0.1:9/placeholder" if "url" in name else f"placeholder-{name}"
            path.write_text(text, "utf-8")
            print(f"new: {path.relative_to(OUTPUT.parent)} (a placeholder for `{name}`)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
