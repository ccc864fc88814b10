"""Responses that are files to keep: content type, file name, ETag."""

from urllib.parse import quote

from flask import Response, request


def file_answer(content: bytes, content_type: str, name: str) -> Response:
    """Answer with a file under its name, or with 304 to whoever has the same content."""
    response = Response(content, content_type=content_type)
    response.headers["Content-Disposition"] = _disposition(name)
    response.add_etag()
    response.make_conditional(request)
    return response


def _disposition(name: str) -> str:
    """Name a file to keep; what is not ASCII is spelled by RFC 8187 beside a plain name."""
    plain = name.encode("ascii", "replace").decode().replace("\\", "_").replace('"', "_")
    header = f'attachment; filename="{plain}"'
    return header if plain == name else f"{header}; filename*=UTF-8''{quote(name, safe='')}"
