"""A strict content security policy: nothing inline, nothing from another host; icons that are fetched."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
ICONS = set((ROOT / "static" / "icons.txt").read_text().split())
DATA_BLOCK = re.compile(r"""type=["']application/(?:ld\+)?json["']""")
FORBIDDEN = {
    "a style attribute": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "an event handler": re.compile(r"\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "a javascript: address": re.compile(r"javascript:", re.IGNORECASE),
    "an htmx attribute that evaluates": re.compile(r"hx-on[:=-]|hx-(?:vals|headers)\s*=\s*[\"']js:", re.IGNORECASE),
    "another host": re.compile(r"""(?:src|href|action)\s*=\s*["'](?:https?:)?//""", re.IGNORECASE),
}


def violations(text: str) -> list[str]:
    """What in a template breaks the policy, in words."""
    found = [words for words, pattern in FORBIDDEN.items() if pattern.search(text)]
    for tag, body in re.findall(r"<script\b([^>]*)>(.*?)</script>", text, re.DOTALL | re.IGNORECASE):
        if body.strip() and not DATA_BLOCK.search(tag):
            found.append("an inline script")
    return found


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_a_template_keeps_to_the_policy(path: Path) -> None:
    assert violations(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('<p style="color: red">', "a style attribute"),
        ("<style>p {}</style>", "a style element"),
        ('<a onclick="go()">', "an event handler"),
        ('<a href="javascript:go()">', "a javascript: address"),
        ('<p hx-on:click="go()">', "an htmx attribute that evaluates"),
        ('<script src="https://cdn.example/x.js"></script>', "another host"),
        ("<script>go()</script>", "an inline script"),
    ],
)
def test_the_check_finds_what_it_looks_for(text: str, words: str) -> None:
    assert violations(text) == [words]


def test_a_data_block_and_a_module_of_ours_are_no_violation() -> None:
    text = '<script type="application/json">{"a": 1}</script><script type="module" src="/static/x.js"></script>'
    assert violations(text) == []


def test_every_icon_that_a_template_names_is_fetched() -> None:
    named = {
        (path.name, name)
        for path in TEMPLATES
        for name in re.findall(r"""(?:ui_icon|drawing=)\s*["']([a-z0-9-]+)["']""", path.read_text(encoding="utf-8"))
    }
    assert {(template, name) for template, name in named if name not in ICONS} == set()
    assert ("base.html", "search") in named


def test_there_are_templates_to_check() -> None:
    assert ROOT / "templates" / "base.html" in TEMPLATES
