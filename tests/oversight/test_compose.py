"""The production files, as far as they can be tried without a container engine."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

CLONE = Path(__file__).resolve().parents[2]
OURS = ("web", "worker", "upkeep", "reports", "texts", "beat", "migrate")
GIVEN = {
    "SITE_ADDRESS": "https://oversight.example.com",
    "ALLOWED_HOSTS": "oversight.example.com",
    "SECRET_KEY": "k7Zq2vN9xB4mT6wR1yH8sD3fG5jL0pCaVeUiOtKnXbQzWrYu-_",
    "SMTP_URL": "smtp+tls://user:password@mail.example.com:587",
    "DEFAULT_FROM_EMAIL": "Oversight <oversight@example.com>",
    "APP_PASSWORD": "app-secret",
    "OWNER_PASSWORD": "owner-secret",
    "POSTGRES_PASSWORD": "postgres-secret",
    "REDIS_PASSWORD": "redis-secret",
}


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    """The file as Compose reads it: every `${NAME:?hint}` filled in; a name that is not given fails here."""
    text = (CLONE / "docker-compose.yml").read_text()
    filled = re.sub(r"(?<!\$)\$\{(\w+):\?[^}]*\}", lambda found: GIVEN[found.group(1)], text)
    read: dict[str, Any] = yaml.safe_load(filled)
    return read


def names_read_by_settings() -> set[str]:
    """Every first argument of `env(…)`, `env.bool(…)`, `_needed(…)` and the like in the settings."""
    found = set()
    for node in ast.walk(ast.parse((CLONE / "oversight" / "settings.py").read_text())):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            function = node.func.value if isinstance(node.func, ast.Attribute) else node.func
            if isinstance(function, ast.Name) and function.id in {"env", "_needed"}:
                found.add(node.args[0].value)
    return found


def test_it_has_the_services_of_production(compose: dict[str, Any]) -> None:
    assert set(compose["services"]) == {"db", "pgbouncer", "redis", *OURS}


@pytest.mark.parametrize("service", OURS)
def test_every_name_a_service_sets_is_read_by_the_settings(compose: dict[str, Any], service: str) -> None:
    assert set(compose["services"][service]["environment"]) - names_read_by_settings() == set()


@pytest.mark.parametrize("service", ["web", "worker", "upkeep", "reports", "texts", "beat"])
def test_no_serving_process_has_the_owners_address(compose: dict[str, Any], service: str) -> None:
    environment = compose["services"][service]["environment"]
    assert "DATABASE_OWNER_URL" not in environment
    assert environment["DATABASE_URL"] == "postgres://oversight_app:app-secret@pgbouncer:6432/oversight"


def test_only_the_migration_goes_past_pgbouncer_as_owner(compose: dict[str, Any]) -> None:
    environment = compose["services"]["migrate"]["environment"]
    assert environment["DATABASE_OWNER_URL"] == "postgres://oversight_owner:owner-secret@db:5432/oversight"


def test_pgbouncer_pools_by_transaction(compose: dict[str, Any]) -> None:
    assert compose["services"]["pgbouncer"]["environment"]["POOL_MODE"] == "transaction"


def test_servers_and_web_have_health_checks(compose: dict[str, Any]) -> None:
    checks = {name: service.get("healthcheck", {}) for name, service in compose["services"].items()}
    assert {name for name, check in checks.items() if "test" in check} == {"db", "pgbouncer", "redis", "web"}
    assert checks["web"]["test"] == ["CMD", "python", "-m", "scripts.health"]


@pytest.mark.parametrize("service", OURS)
def test_our_services_may_write_their_data_only(compose: dict[str, Any], service: str) -> None:
    found = compose["services"][service]
    assert (found["read_only"], found["cap_drop"], found["volumes"]) == (True, ["ALL"], ["evidence:/data"])


def test_nothing_but_the_web_port_is_published_and_that_to_the_proxy_alone(compose: dict[str, Any]) -> None:
    ports = {name: service["ports"] for name, service in compose["services"].items() if "ports" in service}
    assert ports == {"web": ["127.0.0.1:8000:8000"]}


def test_every_volume_and_configuration_used_is_declared(compose: dict[str, Any]) -> None:
    services = compose["services"].values()
    volumes = {volume.split(":")[0] for service in services for volume in service.get("volumes", [])}
    configurations = {entry["source"] for service in services for entry in service.get("configs", [])}
    assert (volumes, configurations) == (set(compose["volumes"]), set(compose["configs"]))


def test_the_image_runs_as_an_ordinary_user_and_copies_what_exists() -> None:
    lines = (CLONE / "Dockerfile").read_text().replace("\\\n", " ").splitlines()
    assert [line for line in lines if line.startswith("USER")] == ["USER oversight"]
    copied = [
        word for line in lines if line.startswith("COPY ") and "--from" not in line for word in line.split()[1:-1]
    ]
    assert [pattern for pattern in copied if pattern != "." and not list(CLONE.glob(pattern))] == []


def test_the_deployment_check_passes_with_its_environment(compose: dict[str, Any], tmp_path: Path) -> None:
    environment = {**compose["services"]["web"]["environment"], "PATH": os.environ["PATH"]}
    environment |= {"EVIDENCE_STORE": str(tmp_path / "evidence"), "SEAL_FOLDER": str(tmp_path / "seal")}
    environment["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix or ""
    ended = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=CLONE,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (0, ""), ended.stderr
