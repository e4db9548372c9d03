"""Every write about evidence: submit, attest, review, accept, return, withdraw, answer."""
