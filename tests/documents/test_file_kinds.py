"""What a file is by what it holds: a name is not believed, and nothing that runs is stored."""

from pathlib import Path

import pytest

from tests.documents.made_files import JPEG, PDF, PNG, TYPES, office, open_text, package
from tracker.documents.file_kinds import KINDS, kind_of_file
from tracker.documents.file_names import plain_name
from tracker.errors import InvalidInput

STORED = {
    "a.pdf": PDF, "a.docx": office("word"), "a.xlsx": office("xl"), "a.pptx": office("ppt"),
    "a.odt": open_text(), "a.png": PNG, "a.jpg": JPEG, "a.JPEG": JPEG,
    "a.txt": "Größe, 上海".encode(), "a.csv": b"a;b\n1;2\n",
}  # fmt: skip
OLD = b"\xd0\xcf\x11\xe0" + b"\x00" * 600
LOCKED_OFFICE = OLD + "EncryptedPackage".encode("utf-16-le")
MANIFEST = {"META-INF/manifest.xml": b"<manifest:encryption-data/>"}
REFUSED = {
    "page.html": (b"<!doctype html><p>x", "HTML"),
    "page.txt": (b"\xef\xbb\xbf <html><script>1</script>", "HTML"),
    "drawing.svg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "HTML"),
    "letter.rtf": (b"{\\rtf1 x}", "RTF"),
    "letter.doc": (OLD, "older office program"),
    "locked.docx": (LOCKED_OFFICE, "locked by a password"),
    "locked.odt": (open_text(**MANIFEST), "locked by a password"),
    "locked.pdf": (PDF + b"/Encrypt 5 0 R", "locked by a password"),
    "runs.pdf": (PDF + b"/JavaScript (1)", "program"),
    "macros.docx": (office("word", **{"word/vbaProject.bin": b"x"}), "program"),
    "macros.odt": (open_text(**{"Basic/Standard/a.xml": b"x"}), "program"),
    "a.docx": (office("xl"), "the name ends in 'docx', and the file holds XLSX"),
    "a.pdf": (b"plain text", "of no kind that is stored"),
    "a.txt": (PDF, "the name ends in 'txt', and the file holds PDF"),
    "a": (PDF, "the name ends in"),
    "a.zip": (package({"x": b"1"}), "ZIP"),
    "a.exe": (b"MZ" + b"\x00" * 200, "EXE"),
    "b.txt": (b"a\x00b", "of no kind that is stored"),
    "c.txt": (b"caf\xe9 au lait", "of no kind that is stored"),
    "broken.docx": (b"PK\x03\x04 and no more", "broken"),
    "bomb.docx": (package({TYPES: "", "word/a": b"\x00" * (60 << 20)}), "too large"),
}


def written(folder: Path, content: bytes) -> Path:
    """Write a file whose own name says nothing."""
    path = folder / "sent"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("name", list(STORED))
def test_a_file_is_of_the_kind_that_it_holds(tmp_path: Path, name: str) -> None:
    kind = kind_of_file(written(tmp_path, STORED[name]), name)
    assert kind in KINDS.values()
    assert kind.ending == name.rpartition(".")[2].lower().replace("jpeg", "jpg")


@pytest.mark.parametrize("name", list(REFUSED))
def test_what_could_run_or_is_not_what_its_name_says_is_refused(tmp_path: Path, name: str) -> None:
    content, why = REFUSED[name]
    with pytest.raises(InvalidInput, match=why):
        kind_of_file(written(tmp_path, content), name)


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
