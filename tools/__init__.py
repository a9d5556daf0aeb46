"""Commands for those who work on the program; nothing here is needed to run it."""
