"""PostgreSQL and Redis for a machine that has none: started from Python wheels, data in `.data/`.

Loads no Django: it runs before the settings can be read. For production use real servers (README).
"""
