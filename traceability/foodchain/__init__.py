"""FoodChain-Lab's networks of stations, deliveries and relations, as JSON; pure calculation (ADR 0031)."""

from traceability.foodchain.planning import NetworkPlan, StatedLot, plan_network
from traceability.foodchain.reading import Delivery, Network, Station, UnreadableNetworkError, read_network

__all__ = [
    "Delivery", "Network", "NetworkPlan", "StatedLot", "Station", "UnreadableNetworkError", "plan_network",
    "read_network",
]  # fmt: skip
