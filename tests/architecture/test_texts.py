"""What no kept file names: a registry's host, or a path of one machine."""

import re

from tests.architecture.sources import ROOT, kept_files

BINARY = {".png", ".ico", ".woff2", ".woff", ".ttf", ".otf", ".pdf", ".xlsx", ".jpg", ".webp"}
_HOSTS = (("pypi", "org"), ("pythonhosted", "org"), ("registry", "npmjs"), ("npmjs", "com"), ("registry", "yarnpkg"))
"""In two pieces each, so that this file does not name them either."""
REGISTRIES = re.compile("|".join(r"\.".join(pieces) for pieces in _HOSTS), re.IGNORECASE)
MACHINE = re.compile(r"(?<![\w.])/(?:root|home|Users|work)/[\w.]")
OWN_ACCOUNT = {"Dockerfile", "docker-compose.yml"}
"""Paths inside the image, which are the image's own."""


def _texts() -> list[tuple[str, str]]:
    kept = [path for path in kept_files() if path.suffix not in BINARY]
    return [(str(path), (ROOT / path).read_text(encoding="utf-8", errors="replace")) for path in kept]


def test_no_file_names_a_registry() -> None:
    named = {name: found.group() for name, text in _texts() if (found := REGISTRIES.search(text))}
    assert named == {}


def test_no_file_names_a_path_of_one_machine() -> None:
    named = {name: found.group() for name, text in _texts() if (found := MACHINE.search(text))}
    assert {name: path for name, path in named.items() if name not in OWN_ACCOUNT} == {}


def test_the_checks_find_what_they_look_for() -> None:
    assert all(REGISTRIES.search("https://" + ".".join(pieces).upper()) for pieces in _HOSTS)
    for folder in ("home", "root", "work"):
        assert MACHINE.search(f"see /{folder}/anna")
        assert MACHINE.search(f"src='/{folder}/data'")
    assert not MACHINE.search("/lots/work/1")
    assert not MACHINE.search("{% url 'x' %}/workspace/")
