"""The sheet on paper as those above review know it: what became of it, and whether it agrees."""
