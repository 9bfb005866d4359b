"""The settings pages 设置: each parses, asks one query or does one act, and renders."""
