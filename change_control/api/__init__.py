"""Change requests over the API."""
