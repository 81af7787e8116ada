"""What a verb says when it can't be done now. Messages are Chinese sentences for the user."""


class Refused(Exception):
    """A verb that can't be done now. Nothing was changed."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotAllowed(Refused):
    """The actor has no right to do this."""


class Conflict(Refused):
    """Somebody was faster, or the record is in a state that does not allow this."""


class BadInput(Refused):
    """A value that can't be taken. `field` is the name of the verb's parameter."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
