"""From the text of an expression to its tree and its faults, in one dialect of PromQL.

The expression is read in one pass with a stack of its own, so that no depth of parentheses ends Python's. What is
checked of types is checked where a part is complete. Behind a fault reading goes on at the next operator, or at the
end of the parentheses or of the argument it stands in.
"""

from __future__ import annotations

from typing import NamedTuple

from o11ygen.promql.fault import Fault
from o11ygen.promql.language import clauses, rules, selectors
from o11ygen.promql.language.dialect import Dialect
from o11ygen.promql.language.durations import duration_seconds, number_value
from o11ygen.promql.language.literals import unquoted
from o11ygen.promql.language.nodes import (
    PLAIN,
    Aggregate,
    Binary,
    Broken,
    Call,
    Group,
    Matching,
    Node,
    Number,
    Sign,
    Text,
)
from o11ygen.promql.language.scanner import BRACES, DURATION, END, NAME, NUMBER, STRING, WINDOW, Token, scan
from o11ygen.promql.lexer import AGGREGATORS
from o11ygen.promql.tables import Form, gated_functions

_PRECEDENCES = {
    "or": 1,
    "and": 2,
    "unless": 2,
    "==": 3,
    "!=": 3,
    "<": 3,
    "<=": 3,
    ">": 3,
    ">=": 3,
    "</": 3,
    ">/": 3,
    "+": 4,
    "-": 4,
    "*": 5,
    "/": 5,
    "%": 5,
    "atan2": 5,
    "^": 6,
}
_SIGN_PRECEDENCE = 5
_FORM_OPERATORS = {"atan2": "atan2", "</": "trim", ">/": "trim"}


class Misplaced(NamedTuple):
    """A token that can't stand where it does: where it starts, and whether an operand was awaited there."""

    start: int
    operand: bool


class Reading(NamedTuple):
    """What is read of an expression. It is one of the dialect when there are neither `faults` nor any below.

    `lexical` is the index where no token begins, -1 for none; `misplaced` are the tokens that can't stand where they
    do; `unavailable` are the indexes of forms the dialect knows and does not take. `forms` are what is used that not
    every release has. `failing` is what the parser takes and each evaluation fails on.
    """

    tree: Node
    faults: tuple[Fault, ...]
    failing: tuple[Fault, ...]
    lexical: int
    misplaced: tuple[Misplaced, ...]
    unavailable: tuple[int, ...]
    forms: tuple[Form, ...]

    @property
    def accepted(self) -> bool:
        """Whether a Prometheus of the dialect reads the expression."""
        return not (self.faults or self.misplaced or self.unavailable) and self.lexical < 0


class _Operator(NamedTuple):
    """An operator whose right side is awaited; a sign has no left side."""

    precedence: int
    token: Token
    left: Node | None
    matching: Matching


class _Open(NamedTuple):
    """Parentheses being read: of a group, a call (`name`) or an aggregation (`op`)."""

    precedence: int
    name: Token | None
    op: str
    clause: clauses.Labels | None
    start: int
    arguments: list[Node]


def read(text: str, reads: Dialect) -> Reading:
    """What the dialect makes of the expression. Never raises."""
    return Reader(text, reads).run()


class Reader:
    """One reading of an expression."""

    __slots__ = (
        "_unavailable",
        "at",
        "failing",
        "faults",
        "forms",
        "lexical",
        "places",
        "reads",
        "stack",
        "text",
        "tokens",
        "torn",
        "unbounded",
    )

    def __init__(self, text: str, reads: Dialect) -> None:
        self.text = text
        self.reads = reads
        self.tokens, self.lexical = scan(text, reads)
        # Rules may look two tokens ahead.
        self.tokens.extend((self.tokens[-1],) * 2)
        self.at = 0
        self.faults: list[Fault] = []
        self.failing: list[Fault] = []
        self.forms: list[Form] = []
        self.places: dict[str, int] = {}
        self.unbounded: dict[int, Fault] = {}
        self.stack: list[_Operator | _Open] = []
        self.torn: list[Misplaced] = []
        self._unavailable: list[int] = []

    def run(self) -> Reading:
        """Read the whole expression."""
        node: Node | None = None
        while True:
            while node is None:
                node = self._operand()
            kind = self.tokens[self.at].kind
            if kind == END:
                break
            node = self._behind(node, kind)
        while self.stack:
            opened = self.stack[-1]
            if isinstance(opened, _Open):
                self.misplaced(operand=False)
                self.stack.pop()
                node = Broken(opened.start, self.behind())
            else:
                node = self._combined(node)
        return Reading(
            node,
            tuple(self.faults),
            tuple(self.failing),
            self.lexical,
            tuple(self.torn),
            tuple(self._unavailable),
            tuple(self.forms),
        )

    def behind(self) -> int:
        """The index behind the last token that was passed."""
        token = self.tokens[self.at - 1] if self.at else self.tokens[0]
        return token.start + len(token.text)

    def form(self, name: str, start: int) -> None:
        """Note the use of syntax that not every release has."""
        self.forms.append(Form("syntax", name, start))

    def unavailable(self, start: int) -> None:
        """Note a form that the dialect knows and does not take."""
        self._unavailable.append(start)

    def misplaced(self, *, operand: bool) -> None:
        """Note that the token here can't stand here."""
        self.torn.append(Misplaced(self.tokens[self.at].start, operand))

    def colon(self, start: int) -> int:
        """The index of the first colon from `start` on."""
        return self.text.find(":", start)

    def _operand(self) -> Node | None:
        """The operand that begins here; None when it is one level deeper, or behind a sign."""
        token = self.tokens[self.at]
        kind = token.kind
        if kind == NAME or kind in self.reads.metric_words:
            return self._named(token)
        if kind == NUMBER:
            return Number(token.start, token.start + len(token.text), number_value(self))
        if kind == BRACES or kind == "{":
            return selectors.selector(self, "", token.start, token.start)
        if kind == "(":
            self.at += 1
            self.stack.append(_Open(-1, None, "", None, token.start, []))
            return None
        if kind == "+" or kind == "-":
            self.at += 1
            self.stack.append(_Operator(_SIGN_PRECEDENCE, token, None, PLAIN))
            return None
        if kind == STRING:
            self.at += 1
            return Text(token.start, token.start + len(token.text), unquoted(token.text))
        if kind == DURATION:
            return self._duration(token)
        return self._empty(token) if kind == ")" else self._skip(operand=True)

    def _duration(self, token: Token) -> Node:
        self.form("duration-as-number", token.start)
        self.at += 1
        if not self.reads.number_durations:
            self.unavailable(token.start)
        seconds = duration_seconds(self, token.text, token.start)
        return Number(token.start, token.start + len(token.text), seconds)

    def _empty(self, token: Token) -> Node | None:
        """A closing parenthesis where an operand is awaited: right behind that of a call."""
        opened = self.stack[-1] if self.stack else None
        if self.tokens[self.at - 1].kind != "(" or not isinstance(opened, _Open) or not (opened.name or opened.op):
            return self._skip(operand=True)
        if opened.op:
            message, hint = f"`{opened.op}()` has nothing in its parentheses", "Write what to compute there."
            self.faults.append(Fault(message, hint, self.tokens[self.at - 1].start))
        self.stack.pop()
        self.at += 1
        return self._closed(opened)

    def _named(self, token: Token) -> Node | None:
        """A metric, a call or an aggregation."""
        kind, after = token.kind, self.tokens[self.at + 1].kind
        if kind in AGGREGATORS and after in ("(", "by", "without"):
            return self._aggregation(token)
        self.at += 1
        if after == "(" and (kind == NAME or kind in self.reads.function_words) and ":" not in token.text:
            self.at += 1
            self.stack.append(_Open(-1, token, "", None, token.start, []))
            return None
        return selectors.selector(self, token.text, token.start, token.start + len(token.text))

    def _aggregation(self, token: Token) -> Node | None:
        self.at += 1
        noted = len(self.torn)
        clause = clauses.grouping(self)
        if len(self.torn) > noted:
            return self._skip(operand=True, noted=True)
        if self.tokens[self.at].kind != "(":
            return self._skip(operand=True)
        self.at += 1
        self.stack.append(_Open(-1, token, token.kind, clause, token.start, []))
        return None

    def _behind(self, node: Node, kind: str) -> Node | None:
        """What the token behind an operand makes of it; None when an operand is awaited next."""
        precedence = _PRECEDENCES.get(kind)
        if precedence is not None:
            return self._operator(node, kind, precedence)
        if kind == ")":
            return self._close(node)
        if kind == WINDOW or kind == "[":
            return self._or_skipped(selectors.windowed(self, node))
        if kind == "," and (opened := self._innermost()) is not None and opened.name is not None:
            opened.arguments.append(self._reduced(node))
            self.at += 1
            return None
        if kind == "offset":
            return self._or_skipped(selectors.with_offset(self, node))
        if kind == "@":
            return self._or_skipped(selectors.with_time(self, node))
        if kind in ("anchored", "smoothed"):
            return selectors.modified(self, node)
        return self._skip(operand=False)

    def _or_skipped(self, node: Node) -> Node:
        if self.torn and isinstance(node, Broken):
            self._pass_by()
        return node

    def _operator(self, node: Node, kind: str, precedence: int) -> Node | None:
        token = self.tokens[self.at]
        while self.stack and (above := self.stack[-1].precedence) >= precedence and (above != 6 or precedence != 6):
            node = self._combined(node)
        self.at += 1
        if kind in _FORM_OPERATORS:
            self.form(_FORM_OPERATORS[kind], token.start)
        matching = PLAIN
        if self.tokens[self.at].kind in clauses.BEGINNINGS:
            found = clauses.matching(self)
            if found is None:
                return self._skip(operand=True, noted=True)
            matching = found
        self.stack.append(_Operator(precedence, token, node, matching))
        return None

    def _combined(self, right: Node) -> Node:
        """The operator on top of the stack with its operands."""
        operator = self.stack.pop()
        assert isinstance(operator, _Operator)
        left, token = operator.left, operator.token
        if left is None:
            return Sign(token.start, right.end, token.kind, right, rules.signed(self, token, right))
        given = rules.joined(self, token, left, right, operator.matching)
        return Binary(left.start, right.end, token.kind, token.start, left, right, operator.matching, given)

    def _reduced(self, node: Node) -> Node:
        """The operand with all operators down to the innermost parentheses."""
        while self.stack and self.stack[-1].precedence > 0:
            node = self._combined(node)
        return node

    def _innermost(self) -> _Open | None:
        for entry in reversed(self.stack):
            if isinstance(entry, _Open):
                return entry
        return None

    def _close(self, node: Node) -> Node:
        node = self._reduced(node)
        if not self.stack:
            return self._skip(operand=False)
        opened = self.stack.pop()
        assert isinstance(opened, _Open)
        self.at += 1
        if opened.name is None:
            return Group(opened.start, self.behind(), node, node.type)
        opened.arguments.append(node)
        return self._closed(opened)

    def _closed(self, opened: _Open) -> Node:
        """The call or aggregation whose parentheses are closed."""
        assert opened.name is not None
        arguments = tuple(opened.arguments)
        if not opened.op:
            name = opened.name.text
            if name in gated_functions():
                self.forms.append(Form("function", name, opened.start))
            given = rules.called(self, opened.name, arguments)
            return Call(opened.start, self.behind(), name, arguments, given)
        clause = opened.clause or clauses.grouping(self) or clauses.NO_LABELS
        if opened.op in ("limitk", "limit_ratio"):
            self.form(opened.op, opened.start)
            if not self.reads.experimental:
                self.unavailable(opened.start)
        rules.aggregated(self, opened.name, arguments)
        end = self.behind()
        return Aggregate(opened.start, end, opened.op, clause.clause, clause.labels, arguments, clause.start)

    def _skip(self, *, operand: bool, noted: bool = False) -> Node:
        """Note the token here, and go on at the next operator, or where its parentheses or its argument end."""
        if not noted:
            self.misplaced(operand=operand)
        start = self.tokens[self.at].start
        self._pass_by()
        return Broken(start, self.tokens[self.at].start)

    def _pass_by(self) -> None:
        opened = self._innermost()
        depth = 0
        while (kind := self.tokens[self.at].kind) != END:
            if depth == 0 and (kind in _PRECEDENCES or (opened is not None and kind in _ends(opened))):
                return
            depth += (kind in ("(", "[", "{")) - (depth > 0 and kind in (")", "]", "}"))
            self.at += 1


def _ends(opened: _Open) -> tuple[str, ...]:
    """What ends an operand in the parentheses."""
    return (")",) if opened.name is None else (")", ",")
