"""A publication's own page: its chain, its comparison, what a person may do."""
