"""Quizzes, assignments, submissions and grading; enters results in the register below.

Owns attempts and their answers, submissions with drafts, versions and files, and
gradings. What a quiz or an assignment asks stands in the module's revision.
"""
