from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import Integration, Stack

_MARKDOWN = ("Markdown", "MarkdownV2")
# What may escape: the function itself, and templates, which stand elsewhere.
_MAY_ESCAPE = ("reReplaceAll", "template")


@check("template/markdown", Severity.WARNING, needs=("routes",))
def template_markdown(stack: Stack) -> Iterator[Flaw]:
    """Messages to Telegram in Markdown that do not escape what labels and annotations hold.

    Telegram refuses a message with an unpaired `_` or `*`, and in `MarkdownV2` one with a bare `-`, `.`, `=` or `(`, which
    Alertmanager's own text always has. Alertmanager does not try again, so nobody is told. Only in `HTML`, which is what
    Alertmanager takes unasked, it escapes by itself. https://core.telegram.org/bots/api#formatting-options

    Bad::

        telegram(-100, bot_token=Secret.file("/run/secrets/telegram"), parse_mode="MarkdownV2")

    Good::

        telegram(-100, bot_token=Secret.file("/run/secrets/telegram"), parse_mode="HTML")
    """
    for receiver in stack.receivers:
        for one in receiver.integrations:
            mode = one.settings.get("parse_mode")
            if one.kind == "telegram" and mode in _MARKDOWN and not _may_escape(one):
                yield Flaw(
                    one.source,
                    f"receiver {receiver.name}: what it sends as `{mode}` is not escaped; Telegram refuses the message as "
                    "soon as a label or text has a character of the markup, and nobody is told",
                    'Use `parse_mode="HTML"`, where Alertmanager escapes by itself, or escape with `reReplaceAll`.',
                    field="parse_mode",
                )


def _may_escape(telegram: Integration) -> bool:
    """Whether its text escapes, as far as can be seen, or prints nothing that would have to be."""
    text = telegram.settings.get("message") or ""
    return bool(text) and ("{{" not in text or any(word in text for word in _MAY_ESCAPE))
