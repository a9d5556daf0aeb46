"""Measuring the product against its budgets; `make bench` prints the table."""
