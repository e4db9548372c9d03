"""Pages of deadlines, the inbox's verbs, undelivered mail and webhooks."""
