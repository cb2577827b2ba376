"""What the dashboard asks about people, put by its real clients to the real books of a chain that is no demo."""

import uuid
from decimal import Decimal

import pytest

from common.access import Role
from common.service_client import Refusal
from common.testing.people import PASSWORD
from dashboard_service.clients.account import HttpAccounts
from dashboard_service.clients.founding import HttpFounding
from dashboard_service.clients.keys import HttpKeys
from dashboard_service.clients.staff import HttpStaff
from dashboard_service.models.founding import Chain, Company, NewBranch, Owner, VatRate
from dashboard_service.models.keys import KeyDraft
from dashboard_service.models.staff import Draft
from dashboard_service.payloads.trouble import told

SETUP_CODE = "a code that the server printed"


@pytest.fixture
def facts():
    return {
        "demo": False,
        "setup_code": SETUP_CODE,
        "dashboard_public_url": "http://numbers.example",
        "cashier_public_url": "http://till.example",
    }


@pytest.fixture
def staff(client):
    return HttpStaff(client)


NOOR = Draft("Noor Haddad", "noor@example.com", Role.CASHIER, "SMKT001")


@pytest.mark.usefixtures("rosa")
def test_an_invitation_is_looked_at_and_taken_up_once(staff):
    ticket = staff.invite(NOOR, str(uuid.uuid4()))
    found = staff.look(ticket.token)

    assert (found.name, found.role, found.branch_name) == (
        "Noor Haddad",
        Role.CASHIER,
        "Market Hall",
    )
    assert found.ends_at == ticket.ends_at
    (noor,) = [each for each in staff.members() if each.email == NOOR.email]
    assert noor.is_invited
    assert noor.last_seen_at is None

    assert staff.accept(ticket.token, PASSWORD, "8264").startswith("http://till.example")
    assert staff.look(ticket.token) is None
    assert not staff.member(noor.id).is_invited
    assert staff.member(noor.id).has_pin


@pytest.mark.usefixtures("rosa")
def test_the_same_key_invites_once(staff):
    key = str(uuid.uuid4())

    assert staff.invite(NOOR, key).token == staff.invite(NOOR, key).token
    assert len(staff.members()) == 2


@pytest.mark.usefixtures("rosa")
def test_an_e_mail_that_is_taken_is_said_at_its_field(staff):
    staff.invite(NOOR, str(uuid.uuid4()))
    with pytest.raises(Refusal) as refused:
        staff.invite(NOOR, str(uuid.uuid4()))

    assert set(told(refused.value, {"email_taken": "email"}).fields) == {"email"}


@pytest.mark.usefixtures("rosa")
def test_a_weak_password_is_said_at_its_field(staff):
    ticket = staff.invite(NOOR, str(uuid.uuid4()))
    with pytest.raises(Refusal) as refused:
        staff.accept(ticket.token, "password1", "8264")
    assert set(told(refused.value, {"weak_password": "password"}).fields) == {"password"}

    with pytest.raises(Refusal) as refused:
        staff.accept(ticket.token, PASSWORD, "1234")
    assert set(told(refused.value, {"weak_pin": "pin"}).fields) == {"pin"}


@pytest.mark.usefixtures("rosa")
def test_a_change_needs_the_etag_that_was_read(staff):
    staff.invite(NOOR, str(uuid.uuid4()))
    noor = next(each for each in staff.members() if each.email == NOOR.email)
    seen = staff.member(noor.id)
    other = Draft("Noor H.", NOOR.email, Role.MANAGER, "SMKT002")
    staff.change(seen, other, disabled=False, etag=seen.etag)

    with pytest.raises(Refusal) as refused:
        staff.change(seen, NOOR, disabled=True, etag=seen.etag)
    assert refused.value.status == 412
    now = staff.member(noor.id)
    assert (now.name, now.role, now.branch_id) == ("Noor H.", Role.MANAGER, "SMKT002")

    staff.change(now, now.draft, disabled=True, etag=now.etag)
    assert staff.member(noor.id).is_disabled


def test_the_last_owner_stays(staff, rosa):
    seen = staff.member(rosa.account_id)
    with pytest.raises(Refusal) as refused:
        staff.change(seen, seen.draft, disabled=True, etag=seen.etag)

    assert refused.value.code in ("last_owner", "not_oneself")
    assert told(refused.value).title


def test_a_manager_knows_of_the_own_cashiers_alone(staff, sign_in, rosa):
    staff.invite(NOOR, str(uuid.uuid4()))
    staff.invite(Draft("Sem", "sem@example.com", Role.CASHIER, "SMKT002"), str(uuid.uuid4()))
    sign_in("pieter@example.com", Role.MANAGER, "SMKT001", "Pieter Vos")

    assert [each.name for each in staff.members()] == ["Noor Haddad"]
    assert staff.member(rosa.account_id) is None


@pytest.mark.usefixtures("rosa")
def test_a_new_start_takes_the_old_password_away(staff, people):
    pieter = Draft("Pieter Vos", "pieter@example.com", Role.MANAGER, "SMKT001")
    staff.accept(staff.invite(pieter, str(uuid.uuid4())).token, PASSWORD, "8264")
    member = next(each for each in staff.members() if each.email == pieter.email)
    people.sign_in(pieter.email, PASSWORD, address="192.0.2.8", agent="Tests/1.0")
    assert staff.sign_out(member.id) == 1

    again = staff.reset(member.id)
    assert staff.look(again.token).name == "Pieter Vos"
    with pytest.raises(Refusal, match="401"):
        people.sign_in(pieter.email, PASSWORD, address="192.0.2.8", agent="Tests/1.0")


@pytest.mark.usefixtures("rosa")
def test_the_own_account_is_read_and_secured(client):
    own = HttpAccounts(client)

    assert (own.read().name, own.read().role) == ("Rosa Lindqvist", Role.OWNER)
    (session,) = own.sessions()
    assert (session.application, session.is_this, session.agent) == ("dashboard", True, "Tests/1.0")
    assert own.end_session(uuid.uuid4()) is False

    for act, field in (
        (lambda: own.change_password("wrong", "nineteen blue umbrellas"), "current"),
        (lambda: own.begin_second_factor("wrong"), "password"),
    ):
        with pytest.raises(Refusal) as refused:
            act()
        assert set(told(refused.value, {"wrong_password": field}).fields) == {field}

    secret = own.begin_second_factor(PASSWORD)
    assert secret.uri.startswith("otpauth://totp/")
    with pytest.raises(Refusal) as refused:
        own.confirm_second_factor("000000")
    assert set(told(refused.value, {"wrong_code": "code"}).fields) == {"code"}

    assert own.change_password(PASSWORD, "nineteen blue umbrellas") == 0


@pytest.mark.usefixtures("rosa")
def test_a_key_is_made_listed_and_withdrawn(client):
    keys = HttpKeys(client)
    text = keys.make(KeyDraft("Labels", Role.CASHIER, "SMKT001"), PASSWORD)

    assert text.startswith("mk_")
    (made,) = keys.all()
    assert (made.name, made.branch_id, made.is_withdrawn) == ("Labels", "SMKT001", False)
    assert keys.withdraw(made.id)
    assert keys.all()[0].is_withdrawn
    assert not keys.withdraw(uuid.uuid4())

    with pytest.raises(Refusal) as refused:
        keys.make(KeyDraft("Labels", Role.OWNER, None), "wrong")
    assert set(told(refused.value, {"wrong_password": "password"}).fields) == {"password"}


class TestAnEmptySuite:
    """Before there is a chain."""

    @pytest.fixture
    def shop(self):
        return ""

    @pytest.fixture
    def founding(self, client):
        return HttpFounding(client, client)

    def chain(self, code=SETUP_CODE, password=PASSWORD):
        return Chain(
            code,
            Company("Luna", "Rua 1", "", "EUR", "Europe/Lisbon"),
            [VatRate("standard", "Standard", Decimal(23)), VatRate("low", "Low", Decimal("5.5"))],
            [NewBranch("Baixa", "Europe/Lisbon", "", 2)],
            Owner("Ana", "ana@example.com", password),
        )

    def test_it_is_founded_once(self, founding, people):
        assert founding.is_needed()
        assert not people.is_founded()

        assert founding.found(self.chain()).startswith("http://numbers.example")
        assert not founding.is_needed()
        assert people.is_founded()
        with pytest.raises(Refusal) as refused:
            founding.found(self.chain())
        assert refused.value.code == "already_founded"

    def test_a_wrong_code_founds_nothing(self, founding):
        with pytest.raises(Refusal) as refused:
            founding.found(self.chain(code="guessed"))

        assert set(told(refused.value, {"wrong_setup_code": "setup_code"}).fields) == {"setup_code"}
        assert founding.is_needed()

    def test_a_weak_password_is_said_at_its_field(self, founding):
        with pytest.raises(Refusal) as refused:
            founding.found(self.chain(password="password1"))

        fields = told(refused.value, {"weak_password": "owner-password"}).fields
        assert set(fields) == {"owner-password"}
