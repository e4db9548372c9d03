"""`manage.py company NAME EMAIL`: sets up a company on a new installation and prints its first invitation."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from kernel import scope
from kernel.clock import now
from kernel.errors import Refused
from parties.actions import found_company
from parties.outside.letters import address_of


class Command(BaseCommand):
    help = "Set up a company; its first administrator is invited by e-mail, and the link is printed too."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", metavar="NAME")
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("--time-zone", default="America/New_York")

    def handle(self, *args: Any, **options: Any) -> None:
        system = scope.system()
        try:
            with scope.opened(system), transaction.atomic():
                invited = found_company(
                    name=options["name"],
                    email=options["email"],
                    time_zone=options["time_zone"],
                    by=system,
                    at=now(),
                )
        except Refused as refusal:
            raise CommandError(refusal.sentence) from refusal
        self.stdout.write(address_of("parties:accept", invited.token))
