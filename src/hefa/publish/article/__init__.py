"""An article's way: draft, submission, outcome."""
