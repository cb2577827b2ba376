"""What is refused about people, and why.

ServiceError (common.errors)
├── NotSignedIn
│   ├── SessionEnded              401
│   ├── WrongCredentials          401
│   ├── SecondFactorNeeded        401
│   ├── SecondFactorWrong         401
│   └── WrongPin                  401
├── NotAllowed
│   └── WrongDoor                 403
├── NotFound
│   ├── AccountNotFound           404
│   ├── SessionNotFound           404
│   ├── KeyNotFound               404
│   └── InvitationOver            404
├── Conflict
│   ├── EmailTaken                409
│   ├── LastOwner                 409
│   ├── NotOneself                409
│   ├── NoTeam                    409
│   └── NoSecondFactorProposed    409
└── InvalidRequest
    ├── WeakPassword              422
    ├── WeakPin                   422
    ├── WrongPassword             422
    ├── WrongCode                 422
    └── BranchDoesNotFit          422
"""

from common.errors import Conflict, InvalidRequest, NotAllowed, NotFound, NotSignedIn


class SessionEnded(NotSignedIn):
    """The session has ended: by a sign-out, by time, or because the account was changed. Sign in again."""

    code = "session_ended"
    title = "The session has ended"


class WrongCredentials(NotSignedIn):
    """E-mail and password do not belong together, or the account does not let anybody in. Nothing was done."""

    code = "wrong_credentials"
    title = "E-mail or password is wrong"


class SecondFactorNeeded(NotSignedIn):
    """The password is right, and this account also asks for a code. Send it along as `code`."""

    code = "second_factor_needed"
    title = "A code is needed too"


class SecondFactorWrong(NotSignedIn):
    """The code is wrong, too old, or was used already. Wait for the next one, or take a recovery code."""

    code = "second_factor_wrong"
    title = "The code is wrong"


class WrongPin(NotSignedIn):
    """The PIN is wrong, or this person has none or does not work here. Nothing was done."""

    code = "wrong_pin"
    title = "The PIN is wrong"


class WrongDoor(NotAllowed):
    """The password is right, but this role has no business here; `redirect` in the answer says where it has."""

    code = "wrong_door"
    title = "This is not your door"


class AccountNotFound(NotFound):
    """No account has this id, or it is none that the caller may change."""

    code = "account_not_found"
    title = "No such account"


class SessionNotFound(NotFound):
    """None of the caller's sessions has this id; it may have ended meanwhile."""

    code = "session_not_found"
    title = "No such session"


class KeyNotFound(NotFound):
    """No API key has this id."""

    code = "key_not_found"
    title = "No such API key"


class InvitationOver(NotFound):
    """The link was used already, is too old, or was replaced by a newer one. Ask for another."""

    code = "invitation_over"
    title = "This link no longer works"


class EmailTaken(Conflict):
    """An account with this e-mail exists. Sign in to it, or use another e-mail. Nothing was done."""

    code = "email_taken"
    title = "There is an account with this e-mail"


class LastOwner(Conflict):
    """Somebody has to own the chain: its last owner cannot be disabled or become something else. Nothing was done."""

    code = "last_owner"
    title = "This is the last owner"


class NotOneself(Conflict):
    """Nobody disables, demotes or resets their own account; another owner can. Nothing was done."""

    code = "not_oneself"
    title = "Somebody else has to do that for you"


class NoTeam(Conflict):
    """This session is no team's. A manager opens a till for the team first."""

    code = "no_team"
    title = "The till is not open for a team"


class NoSecondFactorProposed(Conflict):
    """There is no secret to confirm. Ask for a new one, then send the code that the app shows."""

    code = "no_second_factor_proposed"
    title = "There is nothing to confirm"


class WeakPassword(InvalidRequest):
    """The password would be guessed soon. Several words that have nothing to do with each other make a good one."""

    code = "weak_password"
    title = "The password is too easy to guess"


class WeakPin(InvalidRequest):
    """The PIN is not of four to six digits, or one that colleagues would try first."""

    code = "weak_pin"
    title = "The PIN is too easy to guess"


class WrongPassword(InvalidRequest):
    """Whoever is signed in was asked for the password once more, and it was wrong. Nothing was done."""

    code = "wrong_password"
    title = "The password is wrong"


class WrongCode(InvalidRequest):
    """The code is not the one that the app shows now. Nothing was done."""

    code = "wrong_code"
    title = "The code is wrong"


class BranchDoesNotFit(InvalidRequest):
    """Cashiers, managers and their keys belong to one branch that is open; owners to none. Nothing was done."""

    code = "branch_does_not_fit"
    title = "The role and the branch do not fit"
