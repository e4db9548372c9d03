"""R101–R103: the master manufacturing record that was followed (21 CFR 111.205, 111.255(a))."""

from collections.abc import Iterator

from evidence.pack.rules.context import Context
from evidence.pack.rules.engine import Finding, rule
from evidence.pack.rules.findings import failed, not_judged, passed
from evidence.pack.rules.quantities import shown, stated_in

SUBJECT = "header"
_MISSING = "No master manufacturing record was approved when manufacture of this lot started."


@rule(
    "R101",
    "111.205(a), 111.255(a)",
    "The batch record follows the approved master record",
    cure="State the master record and version that the batch record was made from, or submit the right batch record.",
)
def follows_master_record(context: Context) -> Iterator[Finding]:
    header, approved = context.pack.header, context.baseline.master_record
    if approved is None or approved.version is None:
        yield failed(SUBJECT, _MISSING, stated=header.master_record_number)
        return
    stated = f"{header.master_record_number} version {header.master_record_version}"
    wanted = f"{approved.number} version {approved.version}"
    facts = {"stated": stated, "approved": wanted}
    if stated == wanted:
        yield passed(SUBJECT, f"The batch record follows {wanted}, approved when manufacture started.", **facts)
    else:
        yield failed(
            SUBJECT,
            f"The batch record follows {stated}, but {wanted} was in force when manufacture started.",
            **facts,
        )


@rule(
    "R102",
    "111.205(a)",
    "Batch size equals the master record's",
    cure="Correct the batch size, or have a master record approved for this batch size.",
)
def has_batch_size(context: Context) -> Iterator[Finding]:
    header, approved = context.pack.header, context.baseline.master_record
    if approved is None:
        yield failed(SUBJECT, _MISSING, stated=header.batch_size)
        return
    size = stated_in(header.batch_size, header.batch_size_unit, approved.batch_unit)
    stated, wanted = shown(header.batch_size, header.batch_size_unit), shown(approved.batch_size, approved.batch_unit)
    facts = {"stated": stated, "approved": wanted}
    if size == approved.batch_size:
        yield passed(SUBJECT, f"The batch size is {stated}, as in {approved.number}.", **facts)
    else:
        yield failed(SUBJECT, f"The batch size is {stated}; {approved.number} is for {wanted}.", **facts)


@rule(
    "R103",
    "111.123(a)(1), 111.205(a)",
    "The master record was approved by quality control before manufacture started",
    cure="Show quality control's approval of the master record from before the start; otherwise the lot is rejected.",
)
def approved_before_start(context: Context) -> Iterator[Finding]:
    header, approved = context.pack.header, context.baseline.master_record
    started = header.started_at.astimezone(header.zone).date() if header.started_at else None
    if approved is None:
        yield failed(SUBJECT, _MISSING, stated=header.master_record_number)
        return
    facts = {"master_record": approved.number, "in_force_from": approved.in_force_from, "started_on": started}
    if approved.in_force_from is None:
        yield not_judged(SUBJECT, f"when {approved.number} was approved", **facts)
    elif started is None:
        yield failed(SUBJECT, "When manufacture started is missing.", **facts)
    elif started < approved.in_force_from:
        yield failed(
            SUBJECT,
            f"Manufacture started on {started}; {approved.number} was approved from {approved.in_force_from} on.",
            **facts,
        )
    else:
        yield passed(SUBJECT, f"{approved.number} was approved before manufacture started on {started}.", **facts)
