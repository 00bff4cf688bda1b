"""A PostgreSQL of Souk's own: made, started, shared, healed and stopped without being asked for anything."""

from souk.wiring.embedded.cluster import EmbeddedCluster
from souk.wiring.embedded.errors import EmbeddedDatabaseUnavailable

__all__ = ["EmbeddedCluster", "EmbeddedDatabaseUnavailable"]
