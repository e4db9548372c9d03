"""The rules of the release stage (R501, R503 and others) at the moment of a decision, over what stands then.

The gate decides from its facts; these say the same in the catalogue's words, with inputs and hashes, and are
kept with the decision that they allowed (21 CFR 111.140(b)(2), 11.10(a)).
"""

from dataclasses import replace

from evidence.context import rule_context
from evidence.models import Pack, RuleVerdict
from evidence.pack.rules import Verdict, evaluate
from evidence.queries import stated_pack
from lots.models import Lot


def release_verdicts(lot: Lot, pack: Pack) -> tuple[Verdict, ...]:
    """What the rules of the release stage say about this lot and its living pack."""
    findings = RuleVerdict.objects.filter(pack=pack, outcome="needs_event").order_by("rule", "subject")
    context = rule_context(pack, lot, stated_pack(pack))
    return evaluate(replace(context, findings=tuple(findings.values_list("rule", "subject"))), "release")


def kept(verdicts: tuple[Verdict, ...]) -> list[dict[str, object]]:
    """What a decision keeps of them."""
    return [
        {
            "rule": verdict.rule,
            "version": verdict.version,
            "paragraph": verdict.paragraph,
            "outcome": verdict.outcome,
            "subject": verdict.subject,
            "sentence": verdict.sentence,
            "inputs": verdict.inputs,
            "inputs_hash": verdict.inputs_hash,
        }
        for verdict in verdicts
    ]
