"""`manage.py rulebook`: write docs/rules.md and docs/reference/pack.md from the rules and the format in the code."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from evidence.pack.format import reference
from evidence.pack.rules.catalogue import as_markdown


class Command(BaseCommand):
    help = "Write docs/rules.md and docs/reference/pack.md from the rules and the format in the code."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--page", type=Path, default=settings.BASE_DIR / "docs" / "rules.md")
        parser.add_argument("--format-page", type=Path, default=settings.BASE_DIR / "docs" / "reference" / "pack.md")

    def handle(self, *args: Any, **options: Any) -> None:
        page: Path = options["page"]
        page.write_text(as_markdown(), encoding="utf-8")
        options["format_page"].write_text(reference.as_markdown(), encoding="utf-8")
        self.stdout.write(f"{page.name} and {options['format_page'].name} are current.")
