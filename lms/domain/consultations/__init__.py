"""Hours in which authors speak with learners: what is offered, and who has booked it."""
