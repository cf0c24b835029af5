"""Names given to `--enable-feature` that no release of Prometheus reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from o11ygen.finding import nearest


def unknown_features(options: Sequence[str]) -> Iterator[str]:
    """A note on each, as promtool prints one and goes on; an option may list several names with commas."""
    if not options:
        return
    from o11ygen.targets.features import prometheus_features

    known = prometheus_features()
    for name in (part.strip() for option in options for part in option.split(",")):
        if name and name not in known:
            hint = nearest(name, known) or "Look it up in the list of the server's feature flags."
            yield f"no release of Prometheus reads the feature flag `{name}`, so it changes nothing. {hint}"
