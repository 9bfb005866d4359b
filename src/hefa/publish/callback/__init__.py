"""What WeChat pushes to us; it only wakes a read."""
