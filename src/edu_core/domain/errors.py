"""The ways a deed can fail, each with words for people and facts for the log.

Every sentence a person reads is written here or passed in here, in Chinese, and says what
happened, what was kept and what to do. The two places that show errors (``ui/script/main.py`` and
``live/routes.py``) print ``message`` and nothing else.
"""


class EduError(Exception):
    """Something a person must be told.

    ``code`` is stable and documented; ``message`` is the sentence for people;
    ``facts`` go to the log and never to a person.
    """

    code = "edu"

    def __init__(self, message: str, *, code: str | None = None, **facts: object) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or type(self).code
        self.facts = facts


class ContentError(EduError):
    """A lesson or quiz file cannot be used as it stands."""

    code = "content"


class NotAllowed(EduError):
    """The person may not do this."""

    code = "not-allowed"


class SignInRequired(NotAllowed):
    """Nobody is signed in, or the session has ended."""

    code = "sign-in-required"


class NotFound(EduError):
    """What was asked for does not exist, or not for this person."""

    code = "not-found"


class Conflict(EduError):
    """The deed came too late or a second time; what was stored first stands."""

    code = "conflict"


class BadInput(EduError):
    """What was typed or uploaded cannot be understood."""

    code = "bad-input"


class TooManyTries(EduError):
    """Sign-in is paused for this account or address.

    ``facts["retry_after"]`` is the number of seconds to wait.
    """

    code = "too-many-tries"


class Unavailable(EduError):
    """Something outside the program (database, disk) does not answer now."""

    code = "unavailable"
