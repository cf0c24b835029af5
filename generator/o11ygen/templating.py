"""The only jinja2 environment: a name that is not there is an error, and every value goes through a filter.

Filters: `yaml` (see `yamltext.dump`), `json`, `comment`, `commented`. Values are never quoted by hand in a template, so
Prometheus's own `{{ $labels.job }}` needs no escaping there.
"""

from __future__ import annotations

import json
import traceback
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from o11ygen import yamltext
from o11ygen.artifact import Block

if TYPE_CHECKING:
    import jinja2


class RenderError(Exception):
    """`template:line: what`: a template, or what its renderer gave it, is wrong. A bug of ours, never the spec's."""


def render(template_name: str, /, **values: object) -> str:
    """The text of `templates/<template_name>` for `values`; `RenderError` names the template and line at fault."""
    return render_from(templates_folder(), template_name, **values)


def render_from(folder: Path, template_name: str, /, **values: object) -> str:
    """As `render`, from a folder of templates elsewhere: a renderer of another package brings its own."""
    made = environment(folder)
    try:
        template = made.get_template(template_name)
        context = template.new_context(values)
        try:
            return made.concat(template.root_render_func(context))
        except Exception:
            made.handle_exception()
        finally:
            # A macro and its context hold each other, and with them all that was rendered.
            context.parent.clear()
            context.vars.clear()
    except Exception as error:
        raise RenderError(_explain(folder, template_name, error)) from error


@cache
def templates_folder() -> Path:
    """`o11ygen/templates` of an installed package, or `templates/` of the repository in an editable install."""
    package = Path(__file__).resolve().parent
    candidates = (package / "templates", package.parent.parent / "templates")
    for folder in candidates:
        if folder.is_dir():
            return folder
    raise RenderError(f"the templates of o11ygen are not installed: {candidates[0]} does not exist; install it again")


@cache
def environment(folder: Path) -> jinja2.Environment:
    """The jinja2 environment over `folder`; templates are compiled once a process."""
    import jinja2  # 49 ms, and only rendering needs it

    from o11ygen.template_cache import Compiled

    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # configs, not HTML: the filters quote
        auto_reload=False,
        cache_size=-1,
        optimized=False,  # what a filter makes of a constant is not kept with the compiled template
        bytecode_cache=Compiled(),
    )

    def strict(convert: Callable[..., str]) -> Callable[..., str]:
        def convert_defined(value: object, *args: Any, **options: Any) -> str:
            if isinstance(value, jinja2.Undefined):
                str(value)  # raises, and names what is missing
            return convert(value, *args, **options)

        return convert_defined

    made.filters.update(
        yaml=strict(yaml_filter), json=strict(json_text), comment=strict(comment), commented=strict(commented)
    )
    return made


def yaml_filter(value: object, indent: int = 0) -> str:
    """`yamltext.dump` without its last line break, which the template has behind the expression.

    `{{ rule | yaml(indent=6) }}` where the rule's own lines stand at column 6; a scalar inline needs `indent` (two more
    than its key's column) only if it may have several lines.
    """
    if isinstance(value, Block) and value.indent == indent:
        return value.text
    return yamltext.dump(value, indent=indent).removesuffix("\n")


def json_text(value: object, indent: int | None = 2) -> str:
    """`value` as JSON with the characters as they are, in the order of the value, without a last line break.

    Raises `TypeError` for what is no plain data and `ValueError` for infinities, NaN and lone surrogates.
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent, default=_plain)
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValueError(
            f"the text {yamltext.quoted(error.object[error.start : error.end])} is half of a pair"
        ) from None
    return text


def comment(text: str, indent: int = 0) -> str:
    """`text` as lines of `# `: whatever breaks a line starts a new one, other invisible characters are spelt out.

    The first line is not indented, since the template has its indentation before the expression.
    """
    if text.isascii() and text.isprintable():
        return f"# {text}".rstrip()
    lines = [f"# {yamltext.visible(line)}".rstrip() for line in text.expandtabs(4).splitlines()]
    return f"\n{' ' * indent}".join(lines or ["#"])


def commented(items: Iterable[tuple[str, object]], indent: int = 0) -> str:
    """Notes and values as the items of a list in YAML: each below its note, with an empty line between them.

    In one go, because a template takes longer for one round of a loop than this does for an item.
    """
    pad = " " * indent
    return f"\n\n{pad}".join(
        [f"{comment(note, indent)}\n{pad}- {yaml_filter(value, indent + 2)}" for note, value in items]
    )


def _plain(value: object) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"JSON has no form for a value of type {type(value).__name__}; make it plain data")


def _explain(folder: Path, template_name: str, error: Exception) -> str:
    """`prometheus/rules.yml.j2:12: 'groups' is undefined`."""
    place = f"{template_name}:{getattr(error, 'lineno', None) or 0}"
    for frame in traceback.extract_tb(error.__traceback__):  # jinja2 puts frames with the template's own lines there
        if Path(frame.filename).is_relative_to(folder):
            place = f"{Path(frame.filename).relative_to(folder).as_posix()}:{frame.lineno}"
    reason = str(error) or type(error).__name__
    if type(error).__name__ == "TemplateNotFound":
        reason = f"there is no such template in {folder}"
    return f"{place.removesuffix(':0')}: {reason}"
