"""The first page of publishing: the day's issue, what waits, the list of all."""
