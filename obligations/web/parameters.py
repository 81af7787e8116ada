"""Parameters of an address, as anybody may have typed them."""

MOST_WORDS = 100
# Below what a database key can hold.
MOST_DIGITS = 18


def number(text: str) -> int | None:
    """None for what is no key."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None


def numbers(texts: list[str]) -> list[int]:
    """The keys among them."""
    return [found for text in texts if (found := number(text)) is not None]


def words(text: str) -> str:
    """What is searched for; PostgreSQL takes no NUL."""
    return without_nul(text).strip()[:MOST_WORDS]


def without_nul(text: str) -> str:
    return text.replace("\x00", "")
