"""Pages of consultation hours: what authors offer, what learners book."""

from lms.web.consultations import booked, booking, offering, past
from lms.web.consultations.blueprint import blueprint

__all__ = ["blueprint", "booked", "booking", "offering", "past"]
