"""Row-level security, grants, composite keys and definer functions: re-made from one generator after every migrate.

`manage.py migrate` ends by calling `install.install()`; nothing here is ever written by hand into a migration.
"""
