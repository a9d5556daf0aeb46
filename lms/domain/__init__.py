"""What the platform knows and does. Knows no web and no queue."""
