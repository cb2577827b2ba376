"""The one list of services: their ports, their order, whom they call, and how many processes they get.

Compose and Kubernetes are tested against this list. A new service is one entry.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib import import_module

from suite.errors import SuiteError

#: Where everything listens on a laptop; a server shared with others binds elsewhere by Compose or Kubernetes.
HOST = "127.0.0.1"

POSTGRES_PORT = 15432

#: The offset that still leaves PostgreSQL a port number.
LARGEST_OFFSET = 65_535 - POSTGRES_PORT


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One HTTP service, wherever it runs."""

    name: str
    """Its folder, and its name on the command line."""
    package: str
    """What to import; the application is `create_app()` in its module `app`."""
    port: int
    network_name: str
    """Its host name under Compose and Kubernetes, as the documents have it."""
    workers: int = 1
    threads: int = 8
    neighbours: Mapping[str, str] = field(default_factory=dict)
    """The services that it calls, each under the environment variable that carries the URL."""
    asks: Mapping[str, str] = field(default_factory=dict)
    """Services whose facts it reads, likewise; it starts and works without them."""
    database_role: str | None = None
    """As whom it uses the books' database: `<database>_<role>`. None: it has no business there."""
    store: str = ""
    """The environment variable that says where its own store is, if it has one: a file in the home."""
    image: str = ""
    """The container image, when it is not its own."""
    has_pages: bool = True
    """Whether pages of others lead to it."""
    ready_path: str = "/readyz"

    @property
    def application(self) -> str:
        """What gunicorn is told to load."""
        return f"{self.package}.app:create_app()"

    @property
    def image_name(self) -> str:
        """The container image that it is started from."""
        return self.image or f"mercato/{self.name}"

    def url(self, offset: int = 0) -> str:
        """Where it answers on this machine."""
        return f"http://{HOST}:{self.port + offset}"


@dataclass(frozen=True, slots=True)
class Topology:
    """Every service in the order of its start, and what prepares the database for them."""

    services: tuple[Service, ...]
    preparation: tuple[str, ...]
    """Module and arguments of the command that creates, migrates and seeds; idempotent."""
    first_run_page: tuple[str, str] | None = None
    """The service, and the path on it, where a chain is founded in a browser."""

    def named(self, name: str) -> Service:
        """The service of this name, or of this network name.

        Raises:
            SuiteError: there is none; the message lists them.
        """
        for service in self.services:
            if name in (service.name, service.network_name):
                return service
        known = ", ".join(service.name for service in self.services)
        raise SuiteError(f"There is no service {name}. These are: {known}.")

    def with_needs(self, names: Iterable[str]) -> tuple[Service, ...]:
        """These services and whom they call, in the order of their start; all when none is named.

        Raises:
            SuiteError: there is no service of such a name.
        """
        wanted = [self.named(name).name for name in names]
        if not wanted:
            return self.services
        for name in wanted:  # grows while it is read: a neighbour's neighbours are needed too
            neighbours = self.named(name).neighbours.values()
            wanted.extend(neighbour for neighbour in neighbours if neighbour not in wanted)
        return tuple(service for service in self.services if service.name in wanted)


SERVICES = (
    Service(
        name="api-service",
        package="api_service",
        port=8001,
        network_name="api",
        workers=2,
        threads=4,
        asks={
            "GATEWAY_URL": "payment-gateway",
            "ORDER_URL": "order-service",
            "CART_URL": "cart-service",
        },
        database_role="api",
    ),
    Service(
        name="cashier-service",
        package="cashier_service",
        port=8000,
        network_name="cashier",
        neighbours={"API_URL": "api-service"},
    ),
    Service(
        name="dashboard-service",
        package="dashboard_service",
        port=8002,
        network_name="dashboard",
        neighbours={"API_URL": "api-service"},
    ),
    Service(
        name="store-service",
        package="store_service",
        port=5000,
        network_name="store-service",
        workers=2,
        threads=4,
        neighbours={"API_URL": "api-service", "CART_URL": "cart-service"},
        database_role="store",
    ),
    Service(
        name="payment-gateway",
        package="payment_gateway",
        port=5003,
        network_name="payment-gateway",
        threads=16,
        store="GATEWAY_DB_PATH",
        image="mercato/cart-service",
        has_pages=False,
    ),
    Service(
        name="order-service",
        package="order_service",
        port=5001,
        network_name="order-service",
        neighbours={
            "API_URL": "api-service",
            "STORE_URL": "store-service",
            "GATEWAY_URL": "payment-gateway",
        },
        store="ORDER_DB_PATH",
    ),
    Service(
        name="cart-service",
        package="cart_service",
        port=5002,
        network_name="cart-service",
        neighbours={
            "API_URL": "api-service",
            "STORE_URL": "store-service",
            "GATEWAY_URL": "payment-gateway",
            "ORDER_URL": "order-service",
        },
        store="CART_DB_PATH",
    ),
)

MERCATO = Topology(
    SERVICES,
    preparation=("api_service.cli", "prepare"),
    first_run_page=("dashboard-service", "/first-run"),
)


def load(reference: str) -> Topology:
    """The topology that `module:name` refers to; tests hand in their own."""
    module, _, name = reference.partition(":")
    topology = getattr(import_module(module), name)
    if not isinstance(topology, Topology):
        raise SuiteError(f"{reference} is no topology")
    return topology
