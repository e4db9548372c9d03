"""The way it is done with spreadsheets: two files, read whole, looked up level by level."""

import csv
import tempfile
from pathlib import Path
from typing import Any


class Crosswalk:
    """Edges and shipments as CSV files beside each other."""

    def __init__(self, planted: Any) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="crosswalk-"))
        with (self.folder / "edges.csv").open("w", newline="") as file:
            csv.writer(file).writerows((a, b) for a, children in planted.forward.items() for b in children)
        with (self.folder / "shipments.csv").open("w", newline="") as file:
            csv.writer(file).writerows((lot, *line) for lot, lines in planted.sent.items() for line in lines)

    def lines(self, seed: str) -> int:
        """Shipment lines of what was made of a lot."""
        reached, level = {seed}, {seed}
        with (self.folder / "edges.csv").open(newline="") as file:
            edges = list(csv.DictReader(file, ("parent", "child")))
        while level:
            level = {row["child"] for row in edges if row["parent"] in level} - reached
            reached |= level
        with (self.folder / "shipments.csv").open(newline="") as file:
            return sum(row["lot"] in reached for row in csv.DictReader(file, ("lot", "account", "reference")))
