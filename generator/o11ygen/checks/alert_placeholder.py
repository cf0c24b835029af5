from __future__ import annotations

import re
from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import AlertRule, Stack
from o11ygen.resolved.alert_texts import texts_of

_WORD = r"\b(?:TODO|FIXME|XXX+|TBD|CHANGE_?ME|REPLACE_?ME|(?:YOUR|INSERT)_[A-Z_]+|[Ll]orem ipsum)\b"
# What begins one, or stands in it.
_PART = re.compile("TODO|FIXME|XXX|TBD|CHANGE|REPLACE|YOUR_|INSERT_|orem ipsum")
# In prose it may be what the reader is to put into a command.
_BRACKETS = r"<[A-Za-z][\w .-]*>"
_HINT = "Put in what is meant, or take it out."


def _suspicious(texts: str) -> bool:
    # Each part has one of these letters, but for the last: most texts have none.
    may_be = "D" in texts or "X" in texts or "G" in texts or "R" in texts or "orem ipsum" in texts
    return "<" in texts or (may_be and _PART.search(texts) is not None)


@check("alert/placeholder", Severity.WARNING, of="alert", suspicious=_suspicious)
def alert_placeholder(alert: AlertRule, stack: Stack) -> Iterator[Flaw]:
    """Texts and labels of alerts in which a placeholder is still to be filled in.

    A runbook at `https://<wiki>/`, or a description that says TODO, is found by whoever is woken by the alert. Those in
    expressions are told by `promql/placeholder`.

    Bad::

        description="TODO"

    Good::

        description="{{ $labels.job }} answers no request. Look at the last deployment first."
    """
    for one in texts_of(alert):
        is_value = one.kind == "label" or one.text.startswith(("http://", "https://"))
        if _PART.search(one.text) or (is_value and "<" in one.text):
            for found in _placeholders(one.text, brackets=is_value):
                yield Flaw(
                    alert.source,
                    f"{alert.what}: {one.title} still has the placeholder `{found}`; whoever is told of it learns nothing",
                    _HINT,
                    field=one.field,
                )


def _placeholders(text: str, *, brackets: bool) -> dict[str, None]:
    pattern = f"{_WORD}|{_BRACKETS}" if brackets else _WORD
    return dict.fromkeys(re.findall(pattern, re.sub(r"(?s)\{\{.*?\}\}", "", text)))
