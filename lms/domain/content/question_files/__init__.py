"""Question files of other programs: read into the form of our own quizzes, and written as GIFT."""
