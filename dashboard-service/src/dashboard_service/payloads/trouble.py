"""Why a form came back: the words for each of its fields, and those for all of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from common.errors import NeighbourUnavailable, NotSignedIn
from common.service_client import Refusal
from dashboard_service.errors import WrongForm

#: What a form's page catches: a field that cannot be used, the books' no, and books that say nothing.
TROUBLE = (WrongForm, Refusal, NeighbourUnavailable)

_UNKNOWN = "It is not known whether that was done. What you typed is kept: look, then try again."


@dataclass(frozen=True, slots=True)
class Told:
    """What a form says about itself; empty for one that nobody has sent yet."""

    fields: Mapping[str, str] = field(default_factory=dict)
    title: str = ""
    text: str = ""
    status: int = 200

    def at(self, name: str) -> str:
        """The words for a field."""
        return self.fields.get(name, "")

    @property
    def listed(self) -> list[tuple[str, str]]:
        """Fields with their words, for the top of the form."""
        return list(self.fields.items())


NOTHING = Told()


def told(trouble: Exception, fields: Mapping[str, str] | None = None) -> Told:
    """The words for what happened; `fields` names the field that a code of the books' is about.

    Raises:
        NotSignedIn: the books do not know the session any more.
    """
    if isinstance(trouble, WrongForm):
        return Told({_name(each.pointer): each.detail for each in trouble.errors}, status=422)
    if not isinstance(trouble, Refusal):
        return Told(title="The books do not answer", text=_UNKNOWN, status=503)
    errors = {
        _name(str(each.get("pointer", ""))): str(each.get("detail", ""))
        for each in trouble.problem.get("errors", ())
    }
    errors.pop("", None)
    if trouble.code in (fields or {}):
        errors.setdefault((fields or {})[trouble.code], trouble.detail)
    if trouble.status == 401 and not errors:
        raise NotSignedIn(trouble.detail) from trouble
    if errors:
        return Told(errors, status=422 if trouble.status == 401 else trouble.status)
    title = str(trouble.problem.get("title") or "That was not done")
    detail = str(trouble.problem.get("detail") or "")
    return Told(title=title, text="" if detail == title else detail, status=trouble.status)


def _name(pointer: str) -> str:
    """The field of a pointer: /branches/0/name is branches-0-name on a page."""
    return pointer.strip("/").replace("/", "-")
