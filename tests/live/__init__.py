"""The whole product running for tests: real processes, a real broker, real mail over SMTP."""
