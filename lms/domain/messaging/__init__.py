"""Conversations between one learner and the authors of a module."""
