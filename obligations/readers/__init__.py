"""Files in, text out. Pure Python; one module a format."""

from obligations.readers.base import Reading, Unreadable
from obligations.readers.formats import read_text

__all__ = ["Reading", "Unreadable", "read_text"]
