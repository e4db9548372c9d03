"""`manage.py rulebook`: write docs/rules.md from the registered rules."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from evidence.pack.rules.catalogue import as_markdown


class Command(BaseCommand):
    help = "Write docs/rules.md from the rules in the code: paragraph, severity, what must hold, cure."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--page", type=Path, default=settings.BASE_DIR / "docs" / "rules.md")

    def handle(self, *args: Any, **options: Any) -> None:
        page: Path = options["page"]
        page.write_text(as_markdown(), encoding="utf-8")
        self.stdout.write(f"{page.name} is current.")
