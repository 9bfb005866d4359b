"""Puts the acting person's posts on the request."""
