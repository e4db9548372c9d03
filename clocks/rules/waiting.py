"""When a clock may start, who may take an inbox item, what can be sent again."""

from uuid import UUID

from clocks.models import InboxItem, OutboxMessage, Webhook
from clocks.outside.webhook_post import NotAllowedError, target_of
from clocks.queries import running_clock
from clocks.topics import TOPICS
from kernel.errors import Forbidden, Refused
from kernel.scope import Actor
from parties.rules import check_on_page


def check_not_running(rule: str, subject_id: UUID) -> None:
    """A running clock is never moved: it is met or cancelled before the next one starts."""
    running = running_clock(rule, subject_id)
    if running is not None:
        raise Refused(
            f"A clock already runs for “{running.title}”; it ends before another one starts.",
            running.clause,
            code="clock-running",
        )


def check_in_hand(item: InboxItem, by: Actor) -> None:
    """Only the company that owes something divides the work among its people."""
    if item.organisation_id != by.organisation_id:
        raise Forbidden(f"“{item.title}” waits for {item.organisation}; only their people can take it.")
    if item.done_at is not None:
        raise Refused(f"“{item.title}” is done already.", code="item-done")


def check_take(item: InboxItem, by: Actor) -> None:
    """One person at a time, and one who holds a role it waits for."""
    check_in_hand(item, by)
    if item.taken_by is not None and item.taken_by.pk != by.person_id:
        raise Refused(f"{item.taken_by} has taken “{item.title}” already.", code="item-taken")
    if not by.roles.intersection(item.roles):
        raise Forbidden(f"“{item.title}” waits for {', '.join(item.roles)}; you hold none of these roles.")


def check_give_back(item: InboxItem, by: Actor) -> None:
    """Whoever took it gives it back; an administrator does it for somebody who left."""
    check_in_hand(item, by)
    if item.taken_by is None:
        raise Refused(f"Nobody has taken “{item.title}”.", code="item-free")
    if item.taken_by.pk != by.person_id and not by.may("parties.roles"):
        raise Forbidden(f"{item.taken_by} has taken “{item.title}”; only they or an administrator can give it back.")


def check_retry(message: OutboxMessage, by: Actor) -> None:
    """An administrator tries a dead letter again."""
    if not by.may("parties.roles"):
        raise Forbidden("Only an administrator sends mail again that could not be delivered.")
    if message.dead_at is None:
        raise Refused("This message was sent, or will be tried again by itself.")


def check_webhooks(by: Actor) -> None:
    """Where a company's facts are sent is decided by its administrator, at a page."""
    check_on_page(by, "change webhooks")
    if not by.may("parties.webhooks"):
        raise Forbidden("Only an administrator decides where messages are sent.", "21 CFR 11.10(d)")


def check_address(url: str) -> None:
    """Readable and encrypted; whether it is public is judged at every sending."""
    try:
        target_of(url)
    except NotAllowedError as error:
        raise Refused(str(error), code="address-not-allowed") from error


def check_topics(topics: list[str]) -> None:
    unknown = sorted(set(topics) - TOPICS.keys())
    if unknown or not topics:
        raise Refused(
            f"There is no topic {', '.join(unknown)}." if unknown else "Choose at least one topic.", code="topics"
        )


def check_hears(webhook: Webhook) -> None:
    if webhook.ended_at or webhook.disabled_at:
        raise Refused(f"“{webhook.label}” is switched off.", code="webhook-off")
