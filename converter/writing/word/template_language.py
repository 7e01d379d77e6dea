"""What a Word template may say: a list of what is allowed, so that no template, however small, is endless.

Names, positions and comparisons stand in a text of limited length, and loops are two deep at most; what
multiplies, calls or collects is no part of the language.
"""

import re
from collections.abc import Iterable
from typing import Any, Final

from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from converter.errors import UnusableTemplate
from converter.files.package import LARGEST_PART, tags_in

_ALLOWED: Final = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.For, nodes.Assign),
    *(nodes.Name, nodes.Const, nodes.Getattr, nodes.Getitem, nodes.Filter, nodes.Test),
    *(nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Slice),
)
_JOINS: Final = (nodes.Concat, nodes.Add, nodes.Sub, nodes.Neg)
"""Allowed but in an assignment: repeated, that would double what it says."""
_FILTERS: Final = frozenset(
    ["count", "d", "default", "first", "int", "last", "length", "lower", "string", "trim", "upper"]
)
DEEPEST_LOOP: Final = 2
"""Loops within one another in a template."""
MOST_PRINTED_TAGS: Final = 150_000
"""Tags, or attributes, that a template prints, of which python-docx makes objects; a long report has 20,000."""
_DEEPEST: Final = 60
"""Levels of blocks and of what stands in them; the shipped template has six."""
_TAG_OF_XML: Final = re.compile(r"<[^<>]*>")


class TemplateLanguage(ImmutableSandboxedEnvironment):
    """The Jinja environment for the parts of one template; they share the length of what they print."""

    left = LARGEST_PART
    """Characters that may still be printed."""
    tags_left = MOST_PRINTED_TAGS
    """Tags, or attributes, that may still be printed."""
    source = ""
    """The part that was read last."""

    def parse(self, source: str, *more: Any) -> nodes.Template:
        """Return a part as a tree; raises TemplateSyntaxError where it says what is not allowed."""
        self.source = source
        try:
            tree = super().parse(source, *more)
            _refuse_others(tree)
        except (RecursionError, ValueError, OverflowError):  # brackets, figures without end
            raise TemplateSyntaxError("not allowed", 0) from None
        return tree

    def compile(self, source: Any, *more: Any, **options: Any) -> Any:
        """Compile a part that says only what is allowed."""
        return super().compile(self.parse(source, *more), *more, **options)

    def concat(self, pieces: Iterable[str]) -> str:
        """Return the whole of what is printed; raises UnusableTemplate as soon as it is too long."""
        taken = []
        for piece in pieces:
            self.left -= len(piece)
            self.tags_left -= tags_in(piece)
            if self.left < 0 or self.tags_left < 0:
                raise UnusableTemplate([TOO_LARGE])
            taken.append(piece)
        return "".join(taken)

    def words_at(self, fault: Exception) -> str:
        """Return the words of the paragraph where printing failed; empty where nobody knows."""
        line = fault.lineno if isinstance(fault, TemplateSyntaxError) else 0
        trace = fault.__traceback__
        while trace:
            if "__jinja_exception__" in trace.tb_frame.f_globals:
                line = trace.tb_lineno
            trace = trace.tb_next
        # docxtpl begins a line with each paragraph
        lines = self.source.split("\n")
        return _TAG_OF_XML.sub("", lines[line - 1]).strip() if 0 < line <= len(lines) else ""


TOO_LARGE: Final = "按模板生成的报告过大。请检查模板里的循环。"


def _refuse_others(tree: nodes.Template) -> None:
    """Raise TemplateSyntaxError at the first thing that is not allowed."""
    waiting: list[tuple[nodes.Node, int, int, bool]] = [(tree, 0, 0, False)]
    while waiting:
        node, level, loops, in_assignment = waiting.pop()
        loops += isinstance(node, nodes.For)
        in_assignment = in_assignment or isinstance(node, nodes.Assign)
        is_allowed = (
            isinstance(node, _ALLOWED) or (isinstance(node, _JOINS) and not in_assignment)
        ) and (not isinstance(node, nodes.Filter) or node.name in _FILTERS)
        if not is_allowed or loops > DEEPEST_LOOP or level > _DEEPEST:
            raise TemplateSyntaxError("not allowed", getattr(node, "lineno", 0))
        waiting += ((child, level + 1, loops, in_assignment) for child in node.iter_child_nodes())
