"""A judgment in words."""

from collections import Counter

from oversight_pack.judging import Judgment


def told(judged: Judgment) -> str:
    """What a person reads: the answer first, then every place with its cure."""
    lines = [f"{judged.file}: {_answer(judged)}"]
    lines += [f"  {judged.refusal}"] if judged.refusal else []
    lines += [f"  {problem}" for problem in judged.problems]
    lines += [f"  {remark}" for remark in judged.remarks]
    for gap in judged.gaps:
        lines += [f"  {gap.rule} ({gap.paragraph}) {gap.subject}: {gap.sentence}", f"      {gap.cure}"]
    if judged.is_judged:
        counts = Counter(verdict.outcome for verdict in judged.verdicts)
        words = ", ".join(f"{count} {outcome.replace('_', ' ')}" for outcome, count in sorted(counts.items()))
        lines.append(f"  {len(judged.verdicts)} verdicts: {words}.")
    return "\n".join(lines) + "\n"


def _answer(judged: Judgment) -> str:
    if judged.state == "unreadable":
        return "cannot be handed over." if judged.refusal else f"cannot be read, {_number(judged.problems, 'place')}."
    if judged.state == "read":
        return "can be read. Without a kit no rule was asked."
    return f"{_number(judged.gaps, 'gap')}." if judged.gaps else "complete, no gaps."


def _number(found: tuple[object, ...], noun: str) -> str:
    return f"{len(found)} {noun}{'' if len(found) == 1 else 's'}"
