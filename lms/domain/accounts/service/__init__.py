"""Deeds around accounts: sessions, signing up, changing one's own data, the administrator's."""

from lms.domain.accounts.service.sessions import (
    end_session,
    keep_form,
    open_session,
    take_kept_form,
)

__all__ = ["end_session", "keep_form", "open_session", "take_kept_form"]
