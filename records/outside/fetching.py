"""What a report may load: the files of one folder, never the host's, never a network's.

Apart from `assets.py`: this alone needs WeasyPrint, which takes longer to import than all the rest of a worker.
"""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from weasyprint.urls import URLFetcher, URLFetcherResponse

KINDS = {".css": "text/css", ".svg": "image/svg+xml", ".png": "image/png"}


class ClosedFetcher(URLFetcher):
    """Serves files below `base`; any other address stops the rendering (CVE-2026-55073: no redirects)."""

    def __init__(self, base: Path) -> None:
        super().__init__(allowed_protocols={"file"}, allow_redirects=False, fail_on_errors=True)
        self._base = base.resolve()
        self.refusals: list[str] = []

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """The file's bytes; raises PermissionError for any other address, OSError for a missing file.

        A refusal is remembered too: WeasyPrint swallows errors of pictures inside an SVG.
        """
        reason = self._reason_against(url)
        if reason:
            self.refusals.append(reason)
            raise PermissionError(reason)
        path = _path(url)
        return URLFetcherResponse(path.as_uri(), path.read_bytes(), {"Content-Type": KINDS[path.suffix]})

    def _reason_against(self, url: str) -> str:
        parts = urlsplit(url)
        if parts.scheme.lower() != "file" or parts.netloc:
            return f"A report loads nothing from {url[:200]}."
        if not _path(url).is_relative_to(self._base):
            return f"A report loads nothing from outside its folder: {url[:200]}."
        if _path(url).suffix not in KINDS:
            return f"A report loads style sheets, SVG and PNG only, not {url[:200]}."
        return ""


def _path(url: str) -> Path:
    return Path(unquote(urlsplit(url).path)).resolve()
