"""Policy obligation and deadline tracking (督查督办)."""
