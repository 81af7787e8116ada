"""Whether two texts name one duty: words weighed by rarity, numbers, dates and units compared. Knows no Django.

Nothing here decides: `compare` says how alike two duties are and in what they differ, a person merges them or not.
"""
