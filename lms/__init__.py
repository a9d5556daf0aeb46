"""Savimoka: one course, two languages, one record."""
