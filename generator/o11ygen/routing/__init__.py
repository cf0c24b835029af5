"""What Alertmanager does with alerts, worked out from its configuration: routing, grouping, muting, inhibition."""

from o11ygen.routing.simulation import Outcome, Simulation, Stop
from o11ygen.routing.tree import Node

__all__ = ["Node", "Outcome", "Simulation", "Stop"]
