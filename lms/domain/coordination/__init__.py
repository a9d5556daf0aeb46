"""Conclusions for coordinators: standings, figures, exports, invitations. Reads all rooms below."""
