"""Django's PostgreSQL back-end, told the scope right after BEGIN."""
