"""The evidence pack: its format, how it is read and written, and its rules. Pure calculation on values.

No Django, no clock, no database: the same code runs on the server and on a contract manufacturer's machine.
"""
