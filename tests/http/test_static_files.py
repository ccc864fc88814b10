"""Static files: kept for good under an address that changes with their content, compressed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.pages import PageClient
from tracker.app import create_app
from tracker.http import compressed_files
from tracker.http.static_files import FOLDER, OWN, asset
from tracker.settings import Settings

NAMES = ("css/base.css", "js/site.js", "vendor/plotly.min.js", "vendor/topojson/world_110m.json")


@pytest.fixture
def serve(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], PageClient]:
    """Give a function that starts an application, whose copies stand in a folder of the test."""
    monkeypatch.setattr(compressed_files, "COPIES", tmp_path / "copies")
    return lambda: PageClient(create_app(settings).test_client())


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_kept_for_good_and_compressed(serve: Callable[[], PageClient], name: str) -> None:
    for folder in OWN:
        compressed_files.compress(FOLDER / folder)
    with serve().http.get(asset(name), headers={"Accept-Encoding": "br"}) as answer:
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers["Content-Encoding"] == "br"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_every_file_that_a_page_names_is_there(client: PageClient) -> None:
    page = client.html("/contributions?lang=ar")
    names = page.xpath("//link/@href | //script/@src")
    assert len(names) > 5
    for name in names:
        with client.http.get(name) as answer:
            assert answer.status_code == 200, name


def test_another_content_has_another_address(client: PageClient) -> None:
    wrong = asset("css/base.css").replace("/static/", "/static/0")
    assert client.http.get(wrong).status_code == 404


def test_without_a_compressed_copy_the_plain_file_is_served(
    serve: Callable[[], PageClient],
) -> None:
    with serve().http.get(asset("css/base.css"), headers={"Accept-Encoding": "br"}) as answer:
        assert answer.status_code == 200
        assert "Content-Encoding" not in answer.headers
        assert answer.get_data() == (FOLDER / "css" / "base.css").read_bytes()


def test_a_copy_of_other_content_is_not_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compressed_files, "COPIES", tmp_path / "copies")
    folder = tmp_path / "css"
    folder.mkdir()
    (folder / "a.css").write_text("a { color: red } " * 20)
    compressed_files.compress(folder)
    copy = compressed_files.compressed(folder)
    assert {path.name for path in copy.iterdir()} == {"a.css", "a.css.br", "a.css.gz"}
    (folder / "a.css").write_text("a { color: green } " * 20)
    compressed_files.digest_of.cache_clear()
    assert compressed_files.compressed(folder) == folder


def test_a_compression_that_is_broken_off_leaves_no_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compressed_files, "COPIES", tmp_path / "copies")
    monkeypatch.setattr("whitenoise.compress.Compressor.compress", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        compressed_files.compress(FOLDER / "css")
    assert list((tmp_path / "copies").iterdir()) == []
    assert compressed_files.compressed(FOLDER / "css") == FOLDER / "css"
