"""Templates: text, actions and blocks, by the rules of Go's text/template, with every fault noted at once."""

from __future__ import annotations

from o11ygen.gotemplate import literals
from o11ygen.gotemplate.dialect import GO_BREAK, GO_ELSE_WITH, Dialect
from o11ygen.gotemplate.nodes import (
    Action,
    Break,
    Call,
    Continue,
    Definition,
    If,
    Node,
    Pipeline,
    Range,
    Text,
    With,
)
from o11ygen.gotemplate.pipeline import BrokenError, PipelineParser
from o11ygen.gotemplate.problem import Problem
from o11ygen.record import record
from o11ygen.version import Version

_BLOCKS: dict[str, type[If] | type[With] | type[Range]] = {"if": If, "with": With, "range": Range}


@record
class Parsed:
    """The tree of a template, the templates it defines, the variables it assigns, and what keeps it from loading."""

    nodes: tuple[Node, ...]
    definitions: tuple[Definition, ...]
    assigned: frozenset[str]
    problems: tuple[Problem, ...]


def parse(text: str, *, dialect: Dialect, version: Version | None) -> Parsed:
    """Parse a template; never raises, whatever the text."""
    parser = _Parser(text, dialect=dialect, version=version)
    nodes = parser.template()
    definitions = tuple(parser.definitions.values())
    return Parsed(nodes, definitions, frozenset(parser.assigned), tuple(sorted(parser.problems, key=_place)))


def _place(problem: Problem) -> int:
    return problem.offset


class _Parser(PipelineParser):
    def __init__(self, text: str, *, dialect: Dialect, version: Version | None) -> None:
        super().__init__(text, dialect=dialect, version=version)
        self.definitions: dict[str, Definition] = {}
        self.ranges = 0
        self.blocks = 0

    def template(self) -> tuple[Node, ...]:
        """The whole text, to its end."""
        nodes: list[Node] = []
        while True:
            terminator, offset = self._nodes(nodes, outermost=True)
            if terminator == "eof":
                return tuple(nodes)
            self.report(
                "syntax", (f"`{terminator}` closes nothing", "Remove it, or open its block before."), offset=offset
            )
            self._skip_rest(terminator)

    def _nodes(self, nodes: list[Node], *, outermost: bool = False) -> tuple[str, int]:
        """Read nodes up to `end`, `else` or the end of the text: the terminator, and where it stands.

        After an `else` that an `if` or `with` follows, that word is left to be read.
        """
        tokens = self.tokens
        while True:
            kind, text, offset, _ = tokens[self.index]
            if kind == "eof":
                return "eof", offset
            self.index += 1
            if kind == "text":
                nodes.append(Text(offset, text))
                continue
            if kind == "error":
                self.index -= 1
                self._skip(self.broken(tokens[self.index], "the template"))
                continue
            depth = self.depth
            try:
                terminator = self._action(nodes, offset, outermost)
            except BrokenError as broken:
                self.depth = depth
                self._skip(broken)
                continue
            if terminator:
                return terminator, offset

    def _skip(self, _: BrokenError) -> None:
        """Go on behind the action that cannot be read."""
        while self.tokens[self.index][0] not in ("close", "eof"):
            self.index += 1
        if self.tokens[self.index][0] == "close":
            self.index += 1

    def _skip_rest(self, terminator: str) -> None:
        """Pass over what follows an `else` that has no place."""
        if terminator == "else" and self.tokens[self.index - 1][0] == "else":
            self._skip(BrokenError())

    def _action(self, nodes: list[Node], offset: int, outermost: bool) -> str:
        """Read one action behind its `{{`; the terminator when it ends a list of nodes."""
        kind = self.tokens[self.index][0]
        if kind in _BLOCKS:
            self.index += 1
            nodes.append(self._block(kind, offset))
        elif kind == "end" or kind == "else":
            return self._terminator(kind)
        elif kind == "template" or kind == "block":
            self.index += 1
            nodes.append(self._call(kind, offset))
        elif kind == "define" and outermost:
            self.index += 1
            self._definition(self._name("define"), offset)
        elif kind == "break" or kind == "continue":
            self.index += 1
            nodes.append(self._jump(kind, offset))
        else:
            nodes.append(Action(offset, self.pipeline("an action", end="close")))
        return ""

    def _terminator(self, kind: str) -> str:
        self.index += 1
        following, _, offset, _ = token = self.tokens[self.index]
        if following == "close":
            self.index += 1
        elif kind == "else" and following in ("if", "with"):
            if following == "with":
                self.late_syntax("`else with`", go=GO_ELSE_WITH, offset=offset)
        else:
            self._skip(self.broken(token, f"`{{{{ {kind} }}}}`"))
        return kind

    def _jump(self, kind: str, offset: int) -> Node:
        token = self.tokens[self.index]
        if token[0] != "close":
            raise self.broken(token, f"`{{{{ {kind} }}}}`")
        self.late_syntax(f"`{kind}`", go=GO_BREAK, offset=offset)
        if not self.ranges:
            words = f"`{kind}` stands outside of a range", "Remove it, or put it between range and end."
            self.report("syntax", words, offset=offset)
        self.index += 1
        return Break(offset) if kind == "break" else Continue(offset)

    def _header(self, context: str) -> Pipeline | None:
        """The pipeline that opens a block; a faulty one is noted, and its block read nevertheless."""
        try:
            return self.pipeline(context, end="close")
        except BrokenError as broken:
            self._skip(broken)
            return None

    def _block(self, kind: str, offset: int) -> Node:
        marks = len(self.scope), self.depth
        pipeline = self._header(kind)
        self.depth = marks[1]
        self.enter(offset)
        self.ranges += kind == "range"
        body: list[Node] = []
        terminator, at = self._nodes(body)
        self.ranges -= kind == "range"
        otherwise = self._otherwise(kind, offset, at) if terminator == "else" else None
        if terminator == "eof":
            self._unclosed(kind, offset)
        del self.scope[marks[0] :]
        self.depth = marks[1]
        return _BLOCKS[kind](offset, pipeline, tuple(body), otherwise)

    def _otherwise(self, kind: str, offset: int, at: int) -> tuple[Node, ...]:
        following, text, place, _ = self.tokens[self.index]
        if following in ("if", "with") and self.tokens[self.index - 1][0] == "else":
            self.index += 1
            if following != kind:
                words = f"`else {text}` cannot follow `{kind}`", f"Write `else {kind}`, or put an `{text}` inside."
                self.report("syntax", words, offset=place)
            return (self._block(following, at),)
        nodes: list[Node] = []
        while True:
            terminator, at = self._nodes(nodes)
            if terminator == "end":
                return tuple(nodes)
            if terminator == "eof":
                self._unclosed(kind, offset)
                return tuple(nodes)
            self.report("syntax", (f"a second `else` in one `{kind}`", "Keep one `else`."), offset=at)
            self._skip_rest(terminator)

    def _unclosed(self, kind: str, offset: int) -> None:
        if any(problem.kind == "depth" for problem in self.problems):
            return
        words = f"`{{{{ {kind} }}}}` is never closed", "Close it with `{{ end }}`."
        self.report("syntax", words, offset=offset)

    def _name(self, context: str) -> str:
        kind, text, offset, _ = token = self.tokens[self.index]
        if kind not in ("string", "raw"):
            raise self.broken(token, f"the name of a {context}")
        self.index += 1
        try:
            return literals.unquote(text)
        except ValueError as error:
            raise self.fault(str(error), offset=offset) from None

    def _call(self, kind: str, offset: int) -> Call:
        name = self._name(kind)
        pipeline = None
        if kind == "template" and self.tokens[self.index][0] == "close":
            self.index += 1
        elif kind == "template":
            pipeline = self.pipeline("a template call", end="close")
        else:
            pipeline = self._header("a block")
            self._definition(name, offset, keyword="block")
        return Call(offset, name, pipeline)

    def _definition(self, name: str, offset: int, *, keyword: str = "define") -> None:
        """Read the body of a definition; it sees none of the variables around it."""
        if keyword == "define":
            token = self.tokens[self.index]
            if token[0] != "close":
                self._skip(self.broken(token, "the head of a define"))
            else:
                self.index += 1
        outer = self.scope, self.ranges, self.inside_definition, self.depth
        self.enter(offset)
        self.scope, self.ranges, self.inside_definition = ["$"], 0, True
        body: list[Node] = []
        terminator, at = self._nodes(body)
        while terminator == "else":
            self.report("syntax", (f"`else` stands in a {keyword}", "Remove it."), offset=at)
            self._skip_rest(terminator)
            terminator, at = self._nodes(body)
        if terminator == "eof":
            self._unclosed(keyword, offset)
        self.scope, self.ranges, self.inside_definition, self.depth = outer
        self._add(Definition(offset, name, tuple(body)))

    def _add(self, definition: Definition) -> None:
        known = self.definitions.get(definition.name)
        if known is None or known.is_empty:
            self.definitions[definition.name] = definition
        elif not definition.is_empty:
            words = f'the template "{definition.name}" is defined twice', "Give one of them another name."
            self.report("template", words, offset=definition.offset)
