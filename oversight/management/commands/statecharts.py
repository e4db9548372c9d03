"""`manage.py statecharts`: write docs/states/ from the tables of states."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from oversight.statecharts import charts


class Command(BaseCommand):
    help = "Write one page of docs/states/ for each kind of record, from the tables of states in the code."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, default=settings.BASE_DIR / "docs" / "states")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        folder.mkdir(parents=True, exist_ok=True)
        pages = charts()
        for page in folder.glob("*.md"):
            if page.name not in pages:
                page.unlink()
        for name, text in pages.items():
            (folder / name).write_text(text, encoding="utf-8")
        self.stdout.write(f"{len(pages)} pages in {folder.name}/.")
