"""The ground: database, events, jobs, clock, languages. Knows no domain word."""
