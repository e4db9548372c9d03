"""Relations and URLs, which import-linter cannot see, go down the ladder too (ADR 0001)."""

from django.apps import apps

LADDER = [
    "parties", "records", "clocks", "masters", "agreements", "lots", "evidence", "quality_events",
    "change_control", "release", "traceability", "performance", "workspace", "oversight",
]  # fmt: skip


def test_foreign_keys_go_down() -> None:
    upward = []
    for model in apps.get_models():
        app = model._meta.app_label
        if app not in LADDER:
            continue
        for field in model._meta.get_fields():
            related = getattr(field, "related_model", None)
            if not field.concrete or related is None or related._meta.app_label not in LADDER:
                continue
            if LADDER.index(related._meta.app_label) > LADDER.index(app):
                upward.append(f"{app}.{model.__name__}.{field.name}")
    assert upward == []
