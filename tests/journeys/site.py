"""The whole product as users meet it: web server, workers and beat on a database of its own."""

import urllib.error
import urllib.request
from pathlib import Path

from tests.faults.platform import Broker, Platform


class Site(Platform):
    """A platform with a web server; `address` is what the browser opens."""

    def __init__(
        self,
        database: str,
        folder: Path,
        broker: Broker,
        web_port: int,
        *,
        sweep_seconds: float = 1.0,
        is_warm: bool = False,
    ) -> None:
        super().__init__(database, folder, broker, sweep_seconds=sweep_seconds, is_warm=is_warm)
        self.web_port = web_port
        self.address = f"http://localhost:{web_port}"
        self._environment |= {
            "SITE_ADDRESS": self.address,
            "EVIDENCE_STORE": str(folder / "evidence"),
            "SEAL_FOLDER": str(folder / "seal"),
        }

    def start(self) -> None:
        """Web, beat and one worker for what `make run` gives two; returns when the site answers."""
        self.start_web()
        self._start("worker", "--concurrency=2", "--queues=default,upkeep,reports", "--hostname=worker@%h")
        self.beat()

    def start_web(self, *, is_awaited: bool = True) -> None:
        """The web server alone; returns when it answers, or at once."""
        self.mail.mkdir(exist_ok=True)
        self._web()
        if is_awaited:
            self.wait_until(self._answers, "the web server did not answer")

    @property
    def web_process(self) -> int:
        """The web server's id; its workers are its children."""
        return self._served.pid

    def kill_web(self) -> None:
        """-9 to the web server and its workers, in the middle of whatever they do."""
        self.kill(self._served)

    def mails(self) -> str:
        """Everything that was sent so far, as text."""
        return "\n".join(file.read_text(errors="replace") for file in sorted(self.mail.iterdir()))

    def _web(self) -> None:
        options = ["oversight.wsgi:application", "--threads=4", "--no-control-socket"]
        self._served = self._run("gunicorn", [*options, f"--bind=127.0.0.1:{self.web_port}"])

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/healthz", timeout=2) as answer:  # noqa: S310 - our own address
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False
