"""Deeds around accounts: sessions, signing up, changing one's own data, the administrator's."""

from lms.domain.accounts.service.resetting import renew_hash, request_password, reset_password
from lms.domain.accounts.service.sessions import (
    end_session,
    end_sessions,
    keep_form,
    note_session_seen,
    open_session,
    read_kept_form,
)
from lms.domain.accounts.service.signing_up import (
    Confirmed,
    NewAccount,
    confirm_account,
    send_confirmation_again,
    sign_up,
)

__all__ = [
    "Confirmed",
    "NewAccount",
    "confirm_account",
    "end_session",
    "end_sessions",
    "keep_form",
    "note_session_seen",
    "open_session",
    "read_kept_form",
    "renew_hash",
    "request_password",
    "reset_password",
    "send_confirmation_again",
    "sign_up",
]
