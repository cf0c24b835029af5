from __future__ import annotations

import re
from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import AlertRule, Stack
from o11ygen.resolved.alert_texts import texts_of

_ACTION = re.compile(r"\{\{[^\0]*?(?:\}\}|(?=\0)|\Z)")
# What begins anything that is found here: most texts have nothing of it outside of braces.
_SIGN = re.compile(r"[${]|%[(!]|<no value>|\[object ")
# Texts without a sign, whose actions have no further braces in them. The signs are cut short, as an action that stands in
# one may be cut out of it.
_CLEAN = re.compile(r"(?:[^${%<\[]++|\{\{[^{}\0]*+\}\}|%(?![(!])|<(?!no)|\[(?!object))*+")
_SHOWN_AS_IT_IS = "stands outside of `{{ }}`, so that it is printed as it is"
_KINDS = (
    (
        r"\{?\s*\$(?:labels\.[A-Za-z_]\w*|value\b)(?:\s*\|\s*\w+)?\s*\}?|\{\s*\.(?:Labels\.\w+|Value)\s*\}",
        _SHOWN_AS_IT_IS,
        "Put it in double braces: `{{ $labels.name }}`.",
    ),
    (
        r"%\(\w+\)[-+ #0]*[\d.]*[a-zA-Z]",
        "is a placeholder of Python or Jsonnet that nothing has replaced",
        "Format the text where it is made.",
    ),
    (
        r"%!\w?\((?:MISSING|BADWIDTH|BADPREC|NOVERB|EXTRA[^)]*|\w+=[^)]*)\)|<no value>|\[object Object\]",
        "is what a program prints that lacks a value",
        "Give the value where the text is made.",
    ),
    (
        r"\$\{[A-Za-z_][\w.:-]*\}|\$\([A-Z_]+\)",
        "is a variable that nothing replaces: Prometheus knows none in texts of rules",
        "Replace it before Prometheus reads the file.",
    ),
)


@check("template/leftover", Severity.WARNING, of="alert", suspicious=lambda texts: _CLEAN.fullmatch(texts) is None)
def template_leftover(alert: AlertRule, stack: Stack) -> Iterator[Flaw]:
    """Texts with what another template language, or a missing pair of braces, left behind.

    Prometheus prints it as it stands, so whoever is told of the alert reads `$labels.instance` or `%(job)s` instead of the
    name that they need. Nothing fails, and no test that only looks for the alert sees it.

    Bad::

        summary="{{ $labels.job }} answers less than %(threshold)s of its requests"

    Good::

        expr="vector(1) > $threshold", threshold=0.5, summary="Less than ${threshold:percent} of the requests are answered"
    """
    for one in texts_of(alert):
        if _is_escaped(one.text):
            message = (
                "prints `{{` itself: its braces are escaped, as in a Helm chart, and nothing has taken the escape away"
            )
            hint = "Render the chart, or write the template without the quotes around it."
            yield Flaw(alert.source, f"{alert.what}: {one.title} {message}", hint, field=one.field)
            continue
        prose = _ACTION.sub(" ", one.text)
        for pattern, why, hint in _KINDS if _SIGN.search(prose) else ():
            for found in dict.fromkeys(match[0].strip() for match in re.finditer(pattern, prose)):
                # In a spec a dollar sign is a parameter's, and refused with its place; else it is escaped, and meant.
                if "$" in found and "$(" not in found and "conventions" in stack.known:
                    continue
                yield Flaw(alert.source, f"{alert.what}: {one.title}: `{found}` {why}", hint, field=one.field)


def _is_escaped(text: str) -> bool:
    """Whether braces stand in a text inside of braces."""
    if text.count("{{") < 2 or not ('"' in text or "`" in text):
        return False
    return re.search(r"""\{\{-?\s*(?:`[^`]*\{\{|"(?:[^"\\]|\\.)*\{\{)""", text) is not None
