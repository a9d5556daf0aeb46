"""Quizzes, assignments, submissions and grading; enters results in the register below."""
