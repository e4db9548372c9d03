"""`make validation`: requirements, the tests that show them, a run of those tests, and a signed pack of all of it."""
