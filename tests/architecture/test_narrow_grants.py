"""Every model of a partnership says what a narrow grant shows of it, or why nothing (ADR 0018)."""

from kernel.rls.narrowing import HIDDEN, narrowed
from kernel.rls.policies import AT_ALL, is_history, policy_of, project_models, with_narrow_grants


def of_partnerships() -> list[type]:
    return [
        model
        for model in project_models()
        if not is_history(model) and "partnership_id" in {field.column for field in model._meta.concrete_fields}
    ]


def test_every_model_is_told_or_hidden_with_a_reason() -> None:
    silent = {model._meta.label_lower for model in of_partnerships() if not narrowed(model)}
    assert silent == set(HIDDEN)
    assert all(HIDDEN.values())


def test_a_hidden_model_is_seen_whole_or_not_at_all() -> None:
    for model in of_partnerships():
        policy = policy_of(model)
        assert policy is not None
        text = with_narrow_grants(model, policy).read
        if model._meta.label_lower in HIDDEN and AT_ALL in text:
            assert "THEN partnership_id = ANY ((SELECT visible_partnerships())::uuid[]) ELSE true" in text


def test_a_history_is_asked_as_its_record_is() -> None:
    for model in project_models():
        if is_history(model):
            subject = model.instance_type
            policy = policy_of(subject)
            assert with_narrow_grants(model, policy) == with_narrow_grants(subject, policy), model
