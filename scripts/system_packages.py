"""What must come from the operating system: by apt when we may install, else the line to type is printed."""

import ctypes
import importlib.util
import os
import shutil
import sys
from pathlib import Path

from scripts.commands import PROGRAMS, SetupError, answers, say, succeeds

APT_INSTALL = ["apt-get", "install", "-y", "-q", "--no-install-recommends"]
WITNESSES = {"pdfsig": "poppler-utils", "qpdf": "qpdf"}
"""Programs of others that say in tests whether a PDF is sound, each with its package."""
CHROMIUM = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def ensure(*, tests: bool) -> None:
    """See that the libraries are there: Pango sets the PDFs, `pdfsig` and `qpdf` are the tests' witnesses."""
    wanted = []
    if importlib.util.find_spec("ensurepip") is None:
        wanted.append(f"python3.{sys.version_info.minor}-venv")
    if not _has_pango():
        wanted += ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-dejavu-core"]
    if tests:
        wanted += [package for program, package in WITNESSES.items() if not shutil.which(program)]
    if wanted and not _apt(wanted):
        raise SetupError(f"These system packages are missing. Type:\n    {_line(wanted)}\nand start again.")


def ensure_browser() -> None:
    """Chromium for the journeys: on the PATH, by apt, or the one Playwright downloads for this user."""
    if _chromium() or (_apt(["chromium"]) and _chromium()):
        return
    if not succeeds([PROGRAMS / "playwright", "install", "chromium"]):
        raise SetupError(f"The journeys need Chromium. Type:\n    {_line(['chromium'])}\nand start again.")


def _chromium() -> bool:
    """Whether a Chromium is there that starts (Ubuntu's is a stand-in for a snap), or Playwright's own."""
    for name in CHROMIUM:
        if (found := shutil.which(name)) and answers([found, "--version"]):
            return True
    downloads = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", Path.home() / ".cache" / "ms-playwright"))
    return any(downloads.glob("chromium-*/INSTALLATION_COMPLETE"))


def _has_pango() -> bool:
    ending = "dylib" if sys.platform == "darwin" else "so.0"
    try:
        for name in ("libpango-1.0", "libpangoft2-1.0"):
            ctypes.CDLL(f"{name}.{ending}")
    except OSError:
        return False
    return True


def _apt(packages: list[str]) -> bool:
    """Install with apt as root or by a sudo that asks nothing; False when neither is possible."""
    if not shutil.which("apt-get"):
        return False
    before: list[str] = []
    if os.geteuid() != 0:
        sudo = shutil.which("sudo")
        if not sudo or not answers([sudo, "-n", "true"]):
            return False
        before = [sudo, "-n"]
    say(f"Installing {' '.join(packages)} …")
    command = [*before, "env", "DEBIAN_FRONTEND=noninteractive"]
    return succeeds([*command, "apt-get", "update", "-q"]) and succeeds([*command, *APT_INSTALL, *packages])


def _line(packages: list[str]) -> str:
    if sys.platform == "darwin":
        return "brew install pango poppler qpdf chromium"
    return f"sudo apt-get update && sudo apt-get install -y --no-install-recommends {' '.join(packages)}"
