"""Three kinds of cases for every rule of domain §B: it holds, it does not hold, and the line between."""

from tests.evidence.pack.rules.cases import batch_record, distribution, events, laboratory, materials, packaging

CASES = batch_record.CASES | materials.CASES | laboratory.CASES | packaging.CASES | events.CASES | distribution.CASES
