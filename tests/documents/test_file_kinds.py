"""What a file is by what it holds: a name is not believed, and nothing that runs is stored."""

import subprocess
from pathlib import Path

import pikepdf
import pytest

from tests.documents.made_files import (
    JPEG,
    OF_OFFICE,
    OFFICE,
    OPEN_SHEET,
    OPEN_SLIDES,
    PDF,
    PNG,
    RELATIONS,
    TYPES,
    commented,
    office,
    open_document,
    package,
    pdf,
    pdf_with_unreadable_objects,
    picture,
    relations,
    running_pdf,
    word_document,
    workbook,
)
from tracker.documents import opener, opening
from tracker.documents.file_kinds import KINDS, kind_of_file
from tracker.documents.file_names import plain_name
from tracker.documents.findings import Finding
from tracker.errors import InvalidInput

MACROS_OF_WORD = "application/vnd.ms-word.document.macroEnabled.main+xml"
TEMPLATE = f"{OFFICE}.wordprocessingml.template.main+xml"
SETTINGS = "word/_rels/settings.xml.rels"
DOCTYPE = "<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"
PAGE = b"<html><script>alert(1)</script></html>"
COMPRESSED = {"object_stream_mode": pikepdf.ObjectStreamMode.generate}
LOCK = pikepdf.Encryption(owner="owner", user="user")
STORED = {
    "a.pdf": PDF, "compressed.pdf": pdf(**COMPRESSED), "blanks.pdf": PDF + b"\r\n \x00",
    "a.docx": word_document(), "a.xlsx": workbook(), "a.pptx": office("ppt"),
    "a.odt": open_document(), "a.ods": open_document(OPEN_SHEET),
    "a.odp": open_document(OPEN_SLIDES), "a.png": PNG, "a.jpg": JPEG, "a.JPEG": JPEG,
    "a.txt": "Größe, 上海".encode(), "a.csv": b"a;b\n1;2\n", "bom.csv": b"\xef\xbb\xbfa,b\n",
    "template at home.docx": office("word", **{SETTINGS: relations(
        (f"{OF_OFFICE}/attachedTemplate", "file:///C:/Templates/Normal.dotm", "External"),
        (f"{OF_OFFICE}/hyperlink", "https://www.un.org", "External"),
    )}),
}  # fmt: skip
OLD = b"\xd0\xcf\x11\xe0" + b"\x00" * 600
LOCKED_OFFICE = OLD + "EncryptedPackage".encode("utf-16-le")
MANIFEST = {"META-INF/manifest.xml": '<manifest xmlns:m="m"><m:encryption-data/></manifest>'}
NOT_WHOLE, BESIDES = "is broken or not whole", "holds a page or a package besides"
UTF8 = "is not written in UTF-8; save it as UTF-8"
REFUSED = {
    "page.html": (b"<!doctype html><p>x", "HTML"),
    "page.txt": (b"\xef\xbb\xbf <html><script>1</script>", "HTML"),
    "drawing.svg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "HTML"),
    "letter.rtf": (b"{\\rtf1 x}", "RTF"),
    "letter.doc": (OLD, "older office program"),
    "locked.docx": (LOCKED_OFFICE, "locked by a password"),
    "locked.odt": (open_document(**MANIFEST), "locked by a password"),
    "locked.pdf": (pdf(encryption=LOCK), "locked by a password"),
    "no more than a beginning.pdf": (b"%PDF-1.7\n", f"as PDF: it {NOT_WHOLE}"),
    "nine bytes.pdf": (b"%PDF-\n\n\n\n", NOT_WHOLE),
    "cut off.pdf": (PDF[:-30], NOT_WHOLE),
    "without pages.pdf": (pdf(pages=0), NOT_WHOLE),
    "nothing in it.pdf": (b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n", NOT_WHOLE),
    "objects that are not read.pdf": (pdf_with_unreadable_objects(), NOT_WHOLE),
    "page behind.pdf": (PDF + PAGE, BESIDES),
    "package behind.pdf": (PDF + package({"x": b"1"}), BESIDES),
    "runs.pdf": (running_pdf(), "program"),
    "runs compressed.pdf": (running_pdf(**COMPRESSED), "program"),
    "beginning.png": (b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, f"as PNG: it {NOT_WHOLE}"),
    "cut off.png": (PNG[:-20], NOT_WHOLE),
    "other points.png": (PNG.replace(b"IDAT", b"IDAT\x01", 1), NOT_WHOLE),
    "page behind.png": (PNG + PAGE, BESIDES),
    "page inside.png": (picture("PNG", pnginfo=commented(PAGE.decode())), BESIDES),
    "package behind.jpg": (JPEG + package({"x": b"1"}), BESIDES),
    "page inside.jpg": (picture("JPEG", comment=PAGE), BESIDES),
    "beginning.jpg": (b"\xff\xd8\xff\xe0" + b"\x00" * 40, f"as JPG: it {NOT_WHOLE}"),
    "cut off.jpg": (picture("JPEG", (400, 400))[:-200], NOT_WHOLE),
    "too many points.png": (picture("PNG", (20_000, 5_001)), "100 million pixels at most"),
    "macros.docx": (office("word", **{"word/vbaProject.bin": b"x"}), "program"),
    "macros by type.docx": (office("word", MACROS_OF_WORD), "program"),
    "macros.odt": (open_document(**{"Basic/Standard/a.xml": b"x"}), "program"),
    "template from elsewhere.docx": (
        office("word", **{SETTINGS: relations(
            (f"{OF_OFFICE}/attachedTemplate", "https://example.org/a.dotm", "External"))}),
        "from the Internet",
    ),
    "template.docx": (office("word", TEMPLATE), NOT_WHOLE),
    "without a main part.docx": (
        office("word", **{RELATIONS: relations((f"{OF_OFFICE}/hyperlink", "x", "Internal"))}),
        NOT_WHOLE,
    ),
    "without types.docx": (package({TYPES: "<Types/>", "word/main.xml": "<a/>"}), NOT_WHOLE),
    "types are no XML.docx": (package({TYPES: "<Types", "word/document.xml": "<a/>"}), NOT_WHOLE),
    "doctype.odt": (open_document(**{"content.xml": DOCTYPE}), NOT_WHOLE),
    "cut off.xlsx": (workbook()[:-60], NOT_WHOLE),
    "other bytes.odt": (open_document(x="abc").replace(b"KLJ", b"KLK"), NOT_WHOLE),
    "a.docx": (office("xl"), "the name ends in 'docx', and the file holds XLSX"),
    "a.pdf": (b"plain text", "of no kind that is stored"),
    "a.txt": (PDF, "the name ends in 'txt', and the file holds PDF"),
    "a": (PDF, "the name ends in"),
    "a.zip": (package({"x": b"1"}), "ZIP"),
    "a.exe": (b"MZ" + b"\x00" * 200, "EXE"),
    "b.txt": (b"a\x00b", "of no kind that is stored"),
    "c.txt": ("café au lait, déjà vu à côté".encode("cp1252"), UTF8),
    "utf-16.csv": ("a;b\n1;2\n".encode("utf-16"), UTF8),
    "utf-16 big-endian.csv": (b"\xfe\xff" + "a;b".encode("utf-16-be"), UTF8),
    "broken.docx": (b"PK\x03\x04 and no more", NOT_WHOLE),
    "bomb.docx": (office("word", **{"word/a": b"\x00" * (60 << 20)}), "too large"),
}  # fmt: skip


def written(folder: Path, content: bytes) -> Path:
    """Write a file whose own name says nothing."""
    path = folder / "sent"
    path.write_bytes(content)
    return path


@pytest.fixture
def _in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Open files without a process for each, and without its limits."""
    monkeypatch.setattr(opening, "_ask", opener.open_file)


@pytest.mark.usefixtures("_in_this_process")
@pytest.mark.parametrize("name", list(STORED))
def test_a_file_is_of_the_kind_that_it_holds(tmp_path: Path, name: str) -> None:
    kind = kind_of_file(written(tmp_path, STORED[name]), name)
    assert kind in KINDS.values()
    assert kind.ending == name.rpartition(".")[2].lower().replace("jpeg", "jpg")


@pytest.mark.usefixtures("_in_this_process")
@pytest.mark.parametrize("name", list(REFUSED))
def test_what_could_run_or_is_not_what_its_name_says_is_refused(tmp_path: Path, name: str) -> None:
    content, why = REFUSED[name]
    with pytest.raises(InvalidInput, match=why):
        kind_of_file(written(tmp_path, content), name)


def test_each_kind_is_opened_in_a_process_of_its_own(tmp_path: Path) -> None:
    for name in ("a.pdf", "a.png", "a.docx"):
        assert kind_of_file(written(tmp_path, STORED[name]), name).ending == name[2:]
    with pytest.raises(InvalidInput, match=NOT_WHOLE):
        kind_of_file(written(tmp_path, PDF[:-30]), "a.pdf")


def test_a_file_that_takes_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for outcome in (subprocess.TimeoutExpired("opener", 1), subprocess.CalledProcessError(-9, "")):

        def run(*_given: object, outcome: Exception = outcome, **_named: object) -> None:
            raise outcome

        monkeypatch.setattr(subprocess, "run", run)
        with pytest.raises(InvalidInput, match="too long or too much memory"):
            kind_of_file(written(tmp_path, PDF), "a.pdf")


def test_every_finding_that_is_refused_has_its_sentence() -> None:
    assert opening.SENTENCES.keys() == set(Finding) - {Finding.WHOLE}


def test_a_text_is_read_whole_with_signs_that_lie_across_two_pieces(tmp_path: Path) -> None:
    text = ("x" * ((1 << 20) - 1) + "é" + "上" * 400_000).encode()
    assert kind_of_file(written(tmp_path, text), "a.txt").ending == "txt"
    with pytest.raises(InvalidInput):
        kind_of_file(written(tmp_path, text + b"\xff"), "a.txt")


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("C:\\a\\report.pdf", "report.pdf"),
        ("../../etc/report.pdf", "report.pdf"),
        ("re\u202efdp.exe", "refdp.exe"),
        ("a\r\nb.pdf", "ab.pdf"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
    ],
)
def test_a_name_has_no_folders_and_no_hidden_signs(sent: str, shown: str) -> None:
    assert plain_name(sent) == shown
