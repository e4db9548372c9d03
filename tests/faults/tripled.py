"""The product's Celery app, but whatever is sent is sent three times: the same message, with the same id."""

from typing import Any

from oversight.celery import app

TIMES = 3
_send = app.amqp.send_task_message


def _thrice(*arguments: Any, **options: Any) -> Any:
    """The sender's answer to the last."""
    return [_send(*arguments, **options) for _ in range(TIMES)][-1]


app.amqp.send_task_message = _thrice
