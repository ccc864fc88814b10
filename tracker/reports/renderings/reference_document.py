"""The reference document: the styles and the numbering of a report in Word.

All numbered paragraphs share one numbering by their style, so that one that an editor inserts
numbers those after it anew.
"""

import io
from functools import cache

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Length, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from tracker.reports.renderings.pandoc import default_file
from tracker.reports.renderings.styles import Style

NUMBERING = "30"
"""The id of the numbering; pandoc's own begin at 1000."""
BODY, SMALL, OF_TABLES = Pt(10), Pt(8.5), Pt(7.5)
FONT, RIGHT_FONT, EAST_FONT = "Noto Sans", "Noto Sans Arabic", "Noto Sans SC"
INK = RGBColor(0, 0, 0)
THEMES = ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme")
CAPTIONS = frozenset({"Caption", "TableCaption", "ImageCaption"})
LEVELS = (
    ("decimal", "%1.", 0, 567, Style.PARAGRAPH),
    ("lowerLetter", "(%2)", 567, 1134, Style.POINT),
    ("lowerRoman", "(%3)", 1134, 1701, Style.SMALL_POINT),
)
"""Of each level: kind, text, where the number and where the text begins (twentieths of a point)."""


@cache
def reference_document() -> bytes:
    """Return pandoc's own reference document with our styles and numbering."""
    document = docx.Document(io.BytesIO(default_file("reference.docx")))
    _page(document)
    _body(document)
    _headings(document)
    _add_numbering(document)
    for style in Style:
        _add_style(document, style)
    for level, (*_, style) in enumerate(LEVELS):
        _number(document.styles[style.value], level)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _page(document: Document) -> None:
    """Set A4 with margins for a page of tables."""
    for section in document.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2)
        section.top_margin, section.bottom_margin = Cm(2.2), Cm(2)
        for numbers in section._sectPr.findall(qn("w:footnotePr")):  # noqa: SLF001
            section._sectPr.remove(numbers)  # noqa: SLF001 - footnotes count through the whole


def _body(document: Document) -> None:
    for name in ("Normal", "Body Text", "First Paragraph", "Compact", "Footnote Text"):
        style = document.styles[name]
        _letters(style, SMALL if name == "Footnote Text" else BODY)
        style.paragraph_format.space_before = Pt(0)
        style.paragraph_format.space_after = Pt(1 if name == "Compact" else 6)
    _letters(document.styles["Compact"], OF_TABLES)
    header = document.styles.add_style("Header", WD_STYLE_TYPE.PARAGRAPH, builtin=True)
    _letters(header, SMALL)
    header.paragraph_format.space_after = Pt(0)
    for style in document.styles:
        if style.style_id in CAPTIONS:
            _caption(style)


def _letters(style: ParagraphStyle, size: Length) -> None:
    """Set font and size, for scripts from the left and from the right alike."""
    style.font.name, style.font.size = FONT, size
    own = style.element.get_or_add_rPr()
    for theme in THEMES:
        own.rFonts.attrib.pop(qn(theme), None)  # a font of the theme goes before one by name
    own.rFonts.set(qn("w:cs"), RIGHT_FONT)
    own.rFonts.set(qn("w:eastAsia"), EAST_FONT)
    complex_size = OxmlElement("w:szCs")
    complex_size.set(qn("w:val"), str(int(size.pt * 2)))
    for old in own.findall(qn("w:szCs")):
        own.remove(old)
    own.find(qn("w:sz")).addnext(complex_size)


def _caption(style: ParagraphStyle) -> None:
    _letters(style, Pt(9))
    style.font.italic = False
    style.font.bold = style.font.cs_bold = True
    style.font.color.rgb = INK
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(8), Pt(4)


def _headings(document: Document) -> None:
    for level, size in ((1, 14), (2, 12), (3, 10.5)):
        style = document.styles[f"Heading {level}"]
        _letters(style, Pt(size))
        style.font.bold = style.font.cs_bold = True
        style.font.italic = False
        style.font.color.rgb = INK
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(14), Pt(6)
        style.paragraph_format.keep_with_next = True


def _add_style(document: Document, named: Style) -> None:
    style = document.styles.add_style(named.value, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Body Text"]
    style.quick_style = True
    match named:
        case Style.MASTHEAD:
            style.paragraph_format.space_after = Pt(0)
        case Style.TITLE:
            style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.LEFT
        case Style.SUMMARY:
            _box(style)
        case Style.TABLE_NOTE:
            _letters(style, OF_TABLES)
            style.paragraph_format.space_before = Pt(3)
        case Style.PARAGRAPH:
            style.paragraph_format.space_before = Pt(6)


def _box(style: ParagraphStyle) -> None:
    """Draw a thin line around the paragraphs of a style."""
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="6" w:color="808080"/>'
        for side in ("top", "left", "bottom", "right")
    )
    own = style.element.get_or_add_pPr()
    own.insert_element_before(
        parse_xml(f"<w:pBdr {nsdecls('w')}>{sides}</w:pBdr>"),
        *("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl"),
    )


def _add_numbering(document: Document) -> None:
    """Add one numbering of three levels, tied to the styles of numbered paragraphs."""
    root = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:pStyle w:val="{_style_id(style)}"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:tabs><w:tab w:val="num" w:pos="{end}"/></w:tabs>'
        f'<w:ind w:left="{end if level else start}" w:hanging="{end - start if level else 0}"/>'
        "</w:pPr></w:lvl>"
        for level, (kind, text, start, end, style) in enumerate(LEVELS)
    )
    root.insert(
        0,
        parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{NUMBERING}">'
            f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
        ),
    )
    root.append(
        parse_xml(
            f'<w:num {nsdecls("w")} w:numId="{NUMBERING}">'
            f'<w:abstractNumId w:val="{NUMBERING}"/></w:num>'
        )
    )


def _number(style: ParagraphStyle, level: int) -> None:
    """Let the paragraphs of a style be numbered at a level."""
    own = style.element.get_or_add_pPr()
    numbered = OxmlElement("w:numPr")
    for name, value in (("w:ilvl", str(level)), ("w:numId", NUMBERING)):
        part = OxmlElement(name)
        part.set(qn("w:val"), value)
        numbered.append(part)
    own.insert_element_before(
        numbered, *("w:pBdr", "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")
    )


def _style_id(style: Style) -> str:
    """Return the id that python-docx gives to a style of a name."""
    return style.value.replace(" ", "")
