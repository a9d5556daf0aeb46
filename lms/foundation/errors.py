"""Refusals that every door (web, cli, worker) turns into its own words."""


class Refusal(Exception):
    """A request that the house declines; `status` is its HTTP answer.

    The message, where there is one, is already in the reader's language.
    """

    status = 400


class NotFound(Refusal):
    """There is no such thing, or this person may not know of it."""

    status = 404


class NotAllowed(Refusal):
    """The person may see the thing but not do this with it."""

    status = 403


class Conflict(Refusal):
    """The deed does not fit the present state of the thing."""

    status = 409


class Invalid(Refusal):
    """What was typed cannot be taken; `field` names where the reason belongs."""

    status = 422

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field
