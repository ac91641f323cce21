"""What can go wrong with a file that somebody else made, said so that its owner can act on it."""


class Refused(Exception):
    """The file cannot be opened or the result cannot be written; str() is one plain sentence that says what to do."""


class NoRoom(Exception):
    """The sheet has no free columns left of XFD for what is to be added."""


class BadMarkup(Exception):
    """A part is not the XML it should be. Internal: whoever knows the file's name turns it into Refused."""


class TooMuch(BadMarkup):
    """A part has more in it than is worth looking at a second time."""
