"""What became of articles: counts read back, shown, handed out."""
