"""What the shop's office asks of the books, put by its real client to their real application."""

import pytest

from common.service_client import Refusal
from store_service.clients.books import HttpBooks


@pytest.fixture
def books(client, rosa):
    """The office's own client of the books, asking for their owner."""
    assert rosa.role == "owner"
    return HttpBooks(client)


def test_the_shop_that_sends_web_orders_is_read_and_chosen(books):
    seen = books.web_orders()
    assert seen.fulfilled_by == "SMKT001"

    chosen = books.let_send("SMKT002", seen.etag)

    assert chosen.fulfilled_by == "SMKT002"
    assert books.web_orders() == chosen
    with pytest.raises(Refusal) as late:
        books.let_send("SMKT001", seen.etag)
    assert late.value.status == 412
