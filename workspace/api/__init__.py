"""What crosses apps, over the API."""

from workspace.api.heads import Countersign, HeadList
from workspace.api.records import RecordExport
from workspace.api.search import Search
from workspace.api.simulation import SimulationAnswer
from workspace.api.versions import VersionLots

__all__ = ["Countersign", "HeadList", "RecordExport", "Search", "SimulationAnswer", "VersionLots"]
