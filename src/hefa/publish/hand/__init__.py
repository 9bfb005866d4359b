"""What a person publishes: handed over, looked for, told back."""
