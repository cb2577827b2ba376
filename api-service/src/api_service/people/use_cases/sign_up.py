"""Signing up: a customer makes an account of their own."""

import uuid

from api_service.collaborators import Collaborators
from api_service.people.errors import EmailTaken
from api_service.people.models import limits
from api_service.people.models.passwords import check_password
from api_service.people.models.secrets import slow_hash
from api_service.people.repository import accounts, customers
from api_service.people.use_cases import throttling
from common import logs
from common.access import Role
from common.errors import FieldError

log = logs.get(__name__)


def sign_up(
    books: Collaborators, *, name: str, email: str, password: str, address: str
) -> uuid.UUID:
    """Enter a customer with an account; the customer's id.

    Nobody has shown that the e-mail is theirs, so whatever a customer of the same e-mail bought before stays apart.

    Raises:
        EmailTaken, WeakPassword: as they say.
        TooManyRequests: the address asked for too many e-mails that are taken.
    """
    with books.database.statements() as connection:
        chain = accounts.chain_name(connection)
    check_password(password, about=(name, email, chain))
    subject = throttling.count(books, limits.SIGN_UP, address, address=address)
    hashed, customer_id = slow_hash(password), uuid.uuid4()
    with books.database.transaction() as connection:
        customers.add(connection, customer_id, name=name, email=email)
        account_id = accounts.add_account(
            connection, email, name, Role.CUSTOMER, None, hashed, customer_id=customer_id
        )
        if account_id is None:
            reason = "There is an account with this e-mail"
            raise EmailTaken(errors=(FieldError("/email", reason, EmailTaken.code),))
    throttling.take_back(books, subject)
    log.info("signed up", account_id=str(account_id), address=address)
    return customer_id
