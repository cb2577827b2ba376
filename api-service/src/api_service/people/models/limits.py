"""How often something may be tried that should not be guessed. Counted in the database, for all workers together."""

from datetime import timedelta

from common.limits import Limit

_QUARTER = timedelta(minutes=15)

#: Somebody at one address, at one account: a mistyped password has five attempts.
ACCOUNT_FROM_ADDRESS = Limit("account from address", 5, _QUARTER, _QUARTER)
#: One address at all accounts together: a shop's own network shares one.
ADDRESS = Limit("address", 50, _QUARTER, _QUARTER)
#: All addresses together that never signed in to an account; those that did are not locked out by them.
ACCOUNT_FROM_STRANGERS = Limit("account from strangers", 100, timedelta(hours=1), _QUARTER)
#: A PIN at a till: then that person needs a manager, or patience.
PIN_AT_TILL = Limit("pin at till", 5, _QUARTER, _QUARTER)
#: Somebody who is signed in and is asked for the password once more.
PASSWORD_AGAIN = Limit("password again", 5, _QUARTER, _QUARTER)
#: Sign-ups with an e-mail that is taken: who asks for many wants to know who shops here.
SIGN_UP = Limit("sign up", 20, _QUARTER, _QUARTER)
#: The code that a first run asks for.
SETUP_CODE = Limit("setup code", 10, _QUARTER, _QUARTER)
