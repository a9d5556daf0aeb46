"""What every page shares: who is here, in which language, through which gate."""
