"""The one way to say no: a sentence with the clause it rests on."""


class Refused(Exception):  # noqa: N818 - the trade says "refused", and the sentence is what people read
    """An action that may not happen now.

    `sentence` is shown to people as it stands (page, API, audit trail: the same words);
    `clause` cites the paragraph or agreement clause; `code` is stable for machines.
    """

    code = "refused"
    status = 409

    def __init__(self, sentence: str, clause: str = "", *, code: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.clause = clause
        if code:
            self.code = code


class Forbidden(Refused):
    """The person may see the thing but lacks the authority for the act (21 CFR 11.10(g))."""

    code = "forbidden"
    status = 403


class Stale(Refused):
    """What was on the screen is no longer what stands in the record (21 CFR 11.70)."""

    code = "stale"
