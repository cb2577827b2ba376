"""What the dashboard cannot do, and how a reader is told.

ServiceError (common.errors)
├── NotFound
│   ├── NoSuchExport         404
│   └── NoSuchMember         404  nobody of this id, or nobody in one's reach
├── NeighbourUnavailable
│   └── NumbersAway          503  the books do not answer
└── InvalidRequest
    ├── WrongFilters         422  a filter in the address cannot be used
    └── WrongForm            422  a field of a form cannot be used
"""

from common.errors import FieldError, InvalidRequest, NeighbourUnavailable, NotFound


class NoSuchExport(NotFound):
    """No table goes by this name. The links on the pages lead to those that there are."""

    code = "no_such_export"
    title = "There is no such table"


class NoSuchMember(NotFound):
    """Nobody of this id works here, or nobody whom your account may see. The page Staff lists everybody whom it may."""

    code = "no_such_member"
    title = "Nobody of this id works here"


class NumbersAway(NeighbourUnavailable):
    """The books do not answer, so there are no numbers to show. They come back as soon as the books do."""

    code = "numbers_away"
    title = "The books do not answer"

    def __init__(self) -> None:
        """A browser loads the page again by itself, so that a dashboard on a wall comes back without anybody."""
        super().__init__(
            "The service that keeps the books does not answer just now. This page tries again by itself.",
            headers={"Retry-After": "1", "Refresh": "5"},
        )


class WrongFilters(InvalidRequest):
    """A filter in the address cannot be used: a day, a branch, a threshold. Correct it on the page it belongs to."""

    code = "wrong_filters"
    title = "A filter cannot be used"


class WrongForm(InvalidRequest):
    """A field of a form is empty or cannot be used. The form says so at the field, and keeps what was typed."""

    code = "wrong_form"
    title = "A field cannot be used"

    @classmethod
    def of(cls, wrong: dict[str, str]) -> "WrongForm":
        """What is wrong by the name of its field."""
        return cls(errors=tuple(FieldError(f"/{name}", words) for name, words in wrong.items()))
