"""What acts on what is out: take-down, correction, column change."""
