"""`oversight-pack`: a contract manufacturer checks, converts and hands over evidence packs from its own machine.

The reader and the rules are the platform's own modules (`evidence.pack`, `quality_events.pack_rules`): no Django, no
database, no network but for `submit`.
"""

from importlib import import_module

VERSION = "1.0"
# R5xx of the pack stage: registers them with the engine, as the platform does when it starts
import_module("quality_events.pack_rules")
