"""`manage.py dead_letters`: mail of the log-in machinery that was given up on; it belongs to no partnership."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from clocks.actions import retry_message
from clocks.queries import dead_letters
from kernel import scope
from kernel.clock import now


class Command(BaseCommand):
    help = "List undelivered mail that belongs to no partnership; with --retry send it again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--retry", action="store_true", help="put every listed message back into the outbox")

    def handle(self, *args: Any, **options: Any) -> None:
        with scope.opened(scope.system()) as by, transaction.atomic():
            letters = list(dead_letters())
            for letter in letters:
                self.stdout.write(f"{letter.pk} {letter.payload['to']} {letter.problem}")
                if options["retry"]:
                    retry_message(message_id=letter.pk, by=by, at=now())
        self.stdout.write(f"{len(letters)} undelivered{', back in the outbox' if options['retry'] else ''}.")
