"""Files in, text out. Pure Python; one module a format."""

from obligations.readers.base import Reading, Unreadable
from obligations.readers.formats import check_type, read_text

__all__ = ["Reading", "Unreadable", "check_type", "read_text"]
