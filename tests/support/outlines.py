"""HTML read quickly: libxml2 makes the tree, html5lib judges each outline of a page once.

An outline is the page without what no rule of HTML's syntax looks at: plain texts, plain values of
attributes, what is escaped in either, and of like elements that follow each other all but one.
Most pages of a run share one.
"""

import re
from functools import lru_cache
from typing import Any

import html5lib
import lxml.html

Element = Any  # lxml has no public name for what it builds
UNLAWFUL = (
    "\\x00-\\x08\\x0b\\x0e-\\x1f\\x7f-\\x9f\\ud800-\\udfff\\ufdd0-\\ufdef\\ufffe\\uffff"
    + "".join(f"\\U{plane:04x}fffe\\U{plane:04x}ffff" for plane in range(1, 17))
)
"""The characters that no text may hold; one that does is left as it is, to be judged."""
SHORTENED = (
    (re.compile("&(?:amp|lt|gt|quot|#34|#39);"), "x"),
    (re.compile(f'="[^"&<>{UNLAWFUL}]*"'), '=""'),
    (re.compile(r">\s+<"), "> <"),
    (re.compile(f">(?! <)[^<>&{UNLAWFUL}]+<"), ">x<"),
    (
        re.compile(r"(<(option|tr|li|g|path|dt)\b[^<>]*>(?:(?!<\2\b).)*?</\2> ?)\1+", re.DOTALL),
        r"\1",
    ),
)
TRUE_IF_THERE = ("checked", "defer", "disabled", "hidden", "multiple", "required", "selected")
"""The attributes without a value that pages use; libxml2 gives them their name as the value."""
WITH_TRUE_IF_THERE = f"//*[{' or '.join(f'@{name}' for name in TRUE_IF_THERE)}]"


def tree_of(text: str) -> Element:
    """Return the tree of a whole page that was judged."""
    tree: Element = lxml.html.document_fromstring(text)
    for element in tree.xpath(WITH_TRUE_IF_THERE):
        for name in TRUE_IF_THERE:
            if element.get(name) == name:
                element.set(name, "")
    for element in tree.xpath("//textarea | //pre"):  # HTML's syntax drops a first line break
        element.text = element.text.removeprefix("\n") if element.text else element.text
    return tree


def syntax_fault(text: str) -> str:
    """Return what is wrong with the syntax of a whole page, empty for nothing."""
    return strict_fault(text) if _outline_fault(outline(text)) else ""


def outline(text: str) -> str:
    """Return a page without its plain texts and values."""
    for pattern, short in SHORTENED:
        text = pattern.sub(short, text)
    return text


def strict_fault(text: str) -> str:
    """Return the first fault that a parser by the standard finds in a page."""
    parser = html5lib.HTMLParser(
        tree=html5lib.getTreeBuilder("etree"), strict=True, namespaceHTMLElements=False
    )
    try:
        parser.parse(text)
    except html5lib.html5parser.ParseError as error:
        return str(error)
    return ""


@lru_cache(maxsize=5_000)
def _outline_fault(short: str) -> str:
    return strict_fault(short)
