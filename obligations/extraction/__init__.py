"""Text of a directive in, findings out. Pure Python: imports no Django and is usable alone."""
