"""Everything that the platform ever tells anyone: in-app notices, outbox, delivery."""
