import pytest

from suite import topology
from suite.errors import SuiteError
from suite.topology import MERCATO, Service, Topology

API = Service(name="api-service", package="api_service", port=1, network_name="api")
TILL = Service(
    name="till-service",
    package="till_service",
    port=2,
    network_name="till",
    neighbours={"API_URL": "api-service"},
)
SHOP = Service(
    name="shop-service",
    package="shop_service",
    port=3,
    network_name="shop",
    neighbours={"TILL_URL": "till-service"},
)
CHAIN = Topology(services=(API, TILL, SHOP), preparation=("nothing",))


def test_every_service_has_a_port_and_a_name_of_its_own():
    services = MERCATO.services

    assert len({service.port for service in services}) == len(services)
    assert len({service.name for service in services}) == len(services)
    assert len({service.network_name for service in services}) == len(services)


def test_every_neighbour_is_a_service():
    for service in MERCATO.services:
        for name in service.neighbours.values():
            assert MERCATO.named(name).name == name


def test_a_service_is_found_by_its_network_name_too():
    assert CHAIN.named("till") is CHAIN.named("till-service") is TILL


def test_an_unknown_service_is_refused_with_the_known_ones():
    with pytest.raises(SuiteError, match=r"There is no service x\. These are: api-service, till"):
        CHAIN.named("x")


def test_what_a_service_needs_comes_with_it_and_before_it():
    assert CHAIN.with_needs(["shop"]) == (API, TILL, SHOP)
    assert CHAIN.with_needs(["till", "api"]) == (API, TILL)


def test_no_name_means_everything():
    assert CHAIN.with_needs([]) == CHAIN.services


def test_services_that_need_each_other_are_no_endless_loop():
    one = Service(name="a", package="a", port=1, network_name="a", neighbours={"B_URL": "b"})
    other = Service(name="b", package="b", port=2, network_name="b", neighbours={"A_URL": "a"})

    assert Topology((one, other), ()).with_needs(["b"]) == (one, other)


def test_the_offset_moves_the_address():
    assert TILL.url(100) == "http://127.0.0.1:102"


def test_a_topology_is_loaded_by_its_name():
    assert topology.load("suite.topology:MERCATO") is MERCATO


def test_what_is_no_topology_is_refused():
    with pytest.raises(SuiteError, match="is no topology"):
        topology.load("suite.topology:HOST")
