"""Templates made up for property tests: near to what people write, and far from it."""

from __future__ import annotations

from hypothesis import strategies as st

_OPERANDS = (
    "$value",
    ".Value",
    "$labels.job",
    ".Labels.instance",
    "$labels.nope",
    "$labels",
    ".",
    "1",
    "1.5",
    "1e6",
    '"text"',
    '"0.25"',
    "true",
    "nil",
    "$externalLabels.cluster",
    "(len $labels)",
    "($value | humanize)",
)
_CALLS = (
    "humanize",
    "humanize1024",
    "humanizeDuration",
    "humanizePercentage",
    "toUpper",
    "title",
    "len",
    "not",
    "print",
    "html",
    "stripPort",
    'printf "%v"',
    'printf "%.2f"',
    'printf "%s|%d"',
    'reReplaceAll "[0-9]+" "#"',
    'match "a"',
    "eq 1.5",
    "gt $value",
    'or "x"',
    "and $value",
    "index $labels",
)
_FRAGMENTS = (
    *_OPERANDS,
    *_CALLS,
    "{{",
    "}}",
    "{{-",
    "-}}",
    "{{ if",
    "{{ else }}",
    "{{ end }}",
    "{{ range",
    "{{ with",
    '{{ define "x" }}',
    '{{ template "x" . }}',
    "{{ break }}",
    "{{/*",
    "*/}}",
    "|",
    ":=",
    "=",
    ",",
    "(",
    ")",
    '"',
    "`",
    "'",
    "$x",
    "$for",
    "humanise",
    "-1",
    "0x",
    "é",
    "²",
    "\\",
    " ",
    "\n",
)


@st.composite
def actions(draw: st.DrawFn) -> str:
    """One well-formed action."""
    steps = [draw(st.sampled_from(_OPERANDS))]
    steps += draw(st.lists(st.sampled_from(_CALLS), max_size=3))
    return "{{ " + " | ".join(steps) + " }}"


_BLOCKS = st.sampled_from(
    (
        "{{ if $value }}%s{{ else }}%s{{ end }}",
        "{{ if gt $value 1.0 }}%s{{ else if $labels.nope }}%s{{ end }}",
        "{{ with $labels.job }}{{ . }}%s{{ end }}%s",
        "{{ range $k, $v := $labels }}{{ $k }}={{ $v }}%s{{ break }}{{ end }}%s",
        "{{- /* note */ -}} %s {{- 1 }}%s",
        "{{ $x := $value }}%s{{ $x }}%s",
    )
)


def templates() -> st.SearchStrategy[str]:
    """Well-formed templates of a few actions and blocks, which may fail when they run."""
    return st.recursive(
        actions() | st.sampled_from(("text ", "50% ", "")),
        lambda inner: st.tuples(_BLOCKS, inner, inner).map(lambda parts: parts[0] % parts[1:]),
        max_leaves=5,
    )


def scrambled() -> st.SearchStrategy[str]:
    """Anything: fragments of templates in any order, and any text."""
    fragment = st.sampled_from(_FRAGMENTS) | st.text(max_size=3)
    return st.lists(fragment, max_size=14).flatmap(
        lambda pieces: st.sampled_from(("", " ")).map(lambda separator: separator.join(pieces))
    )
