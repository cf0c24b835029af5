"""Values of matchers that somebody, or some other program, was to replace and did not."""

from __future__ import annotations

from functools import lru_cache

from o11ygen.promql.language.literals import compiled

# What is no regular expression that matches anything either.
_LEFT = (
    (r"(?s:\{\{.*?\}\})", "a template that nothing expands in an expression"),
    (r"%\(\w+\)s", "a placeholder of jsonnet"),
    (r"\$\{\w+(?::\w+)?\}", "a variable that nothing replaces"),
    (r"^%[sdvq]$", "a placeholder of a format"),
    (r"\{%.*?%\}", "a template that nothing expands in an expression"),
    (r"^\[\[\w+\]\]$|^\$[A-Za-z_]\w*$", "a variable of Grafana, which means nothing in a rule"),
)
_SIGNS = ("{", "$", "%", "[[")
_TO_FILL_IN = (
    r"(?i:<(?!un|no)[^<>]*(?:your|my|insert|replace|enter|fill|todo|name|cluster|host|job|service|instance|env)[^<>]*>"
    r"|change[-_ ]?me|replace[-_ ]?(?:me|this)|fill[-_ ]?me[-_ ]?in|insert[-_ ].+[-_ ]here|your[-_ ].+"
    r"|todo|fixme|tbd|placeholder|x{3,}|@@\w+@@|<no value>)"
)


@lru_cache(maxsize=4096)
def placeholder_in(value: str, *, pattern: bool = False) -> str:
    """What kind of placeholder stands in a value, in words; empty where none does. A `pattern` may be a choice of values."""
    if any(sign in value for sign in _SIGNS):
        for left, what in _LEFT:
            if compiled(left).search(value):
                return what
    to_fill_in = compiled(_TO_FILL_IN)
    return "a placeholder" if any(map(to_fill_in.fullmatch, value.split("|") if pattern else (value,))) else ""
