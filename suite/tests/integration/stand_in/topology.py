"""A small chain of services in place of the real ones."""

from suite.topology import Service, Topology

_API = Service(
    name="api-service",
    package="stand_in",
    port=8001,
    network_name="api",
    workers=2,
    threads=4,
    database_role="api",
)
_CASHIER = Service(
    name="cashier-service",
    package="stand_in",
    port=8000,
    network_name="cashier",
    neighbours={"API_URL": "api-service"},
)
_BROKEN = Service(name="broken-service", package="there_is_none", port=8002, network_name="broken")

SOUND = Topology(services=(_API, _CASHIER), preparation=("stand_in.prepare",))
LINGERING = Topology(services=(_API,), preparation=("stand_in.lingers",))
UNPREPARED = Topology(services=(_API,), preparation=("stand_in.breaks",))
BROKEN = Topology(services=(_API, _BROKEN), preparation=("stand_in.prepare",))
