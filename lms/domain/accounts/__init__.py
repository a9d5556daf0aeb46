"""Who people are: accounts, sessions, institutions, consent. Owns users and institutions."""
