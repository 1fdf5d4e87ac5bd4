"""The two kinds of failure. Each class carries a code and an Indonesian sentence that says what to do next."""

from typing import ClassVar


class IkmError(Exception):
    """Base of both kinds. `code` is stable and unique; `sentence` may hold `{placeholders}` for keyword values."""

    code: ClassVar[str] = ""
    sentence: ClassVar[str] = ""
    permanent: ClassVar[bool] = False

    def __init__(self, **values: object) -> None:
        self.values = values
        super().__init__(self.message)

    @property
    def message(self) -> str:
        """The Indonesian sentence for the person on the screen."""
        return self.sentence.format(**self.values)


class UserFault(IkmError):
    """The person can mend it; trying again unchanged is useless."""

    permanent = True


class OwnFault(IkmError):
    """We failed; trying again may help unless the class says `permanent`."""
