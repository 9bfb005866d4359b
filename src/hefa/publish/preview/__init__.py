"""Previews to named staff, and the drafts that are to go again."""
