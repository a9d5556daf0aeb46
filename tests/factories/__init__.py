"""Makers of valid rows for tests: every argument optional, every default valid."""
