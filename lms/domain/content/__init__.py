"""Checks, compiles and keeps immutable revisions of modules. Knows no person."""
