"""A sheet to its end: its course, what became of it at WeChat, and the register as a workbook."""
