"""Search finds what may be read, lessons block by block, in both languages. It owns its index."""
