"""Suites of tests stay out of each other's way, and of whoever calls somebody meanwhile."""

from contextlib import closing

import pytest

from suite import port_offsets
from suite.ports import listen
from suite.topology import MERCATO, POSTGRES_PORT

#: From here on the system takes ports for those who call somebody (ip_local_port_range of Linux).
CALLERS = 32_768

ALL = port_offsets.OFFSETS


@pytest.fixture(autouse=True)
def apart(monkeypatch):
    """Offsets that no suite of a test beside this one takes."""
    monkeypatch.setattr(port_offsets, "OFFSETS", range(8_800, 8_830, 10))


def test_two_at_once_share_no_port():
    with port_offsets.one_of_ones_own() as mine, port_offsets.one_of_ones_own() as yours:
        assert mine != yours

    with port_offsets.one_of_ones_own() as again:
        assert again == mine


def test_an_offset_of_which_a_port_is_taken_is_left_alone():
    with port_offsets.one_of_ones_own() as first:
        pass
    with (
        closing(listen(POSTGRES_PORT + first, "another program")),
        port_offsets.one_of_ones_own() as other,
    ):
        assert other != first


def test_no_offset_leads_to_ports_of_callers_or_of_another_offset():
    ports = [POSTGRES_PORT, port_offsets.MARK, *(service.port for service in MERCATO.services)]
    all_of_them = [port + offset for port in ports for offset in ALL]

    assert max(all_of_them) < CALLERS
    assert len(set(all_of_them)) == len(all_of_them)
