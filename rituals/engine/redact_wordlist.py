"""Lists of words, written as text."""


def words(text: str) -> frozenset[str]:
    """The words that stand in the text, with white space between them."""
    return frozenset(text.split())
