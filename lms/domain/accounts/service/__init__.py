"""Deeds around accounts: sessions, signing up, changing one's own data, the administrator's."""

from lms.domain.accounts.service.institutions import (
    InstitutionFacts,
    add_institution_coordinator,
    change_institution,
    close_institution,
    create_institution,
    remove_institution_coordinator,
    reopen_institution,
)
from lms.domain.accounts.service.lists import (
    add_entry,
    ensure_lists,
    move_entry,
    rename_entry,
    restore_entry,
    retire_entry,
)
from lms.domain.accounts.service.own_account import (
    Profile,
    change_password,
    change_profile,
    confirm_new_address,
    request_new_address,
)
from lms.domain.accounts.service.people import (
    change_person,
    create_user,
    deactivate_user,
    make_administrator,
    reactivate_user,
    sign_out_everywhere,
    unmake_administrator,
)
from lms.domain.accounts.service.resetting import (
    renew_hash,
    request_password,
    reset_password,
)
from lms.domain.accounts.service.sessions import (
    SEEN_EVERY,
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
    "SEEN_EVERY",
    "Confirmed",
    "InstitutionFacts",
    "NewAccount",
    "Profile",
    "add_entry",
    "add_institution_coordinator",
    "change_institution",
    "change_password",
    "change_person",
    "change_profile",
    "close_institution",
    "confirm_account",
    "confirm_new_address",
    "create_institution",
    "create_user",
    "deactivate_user",
    "end_session",
    "end_sessions",
    "ensure_lists",
    "keep_form",
    "make_administrator",
    "move_entry",
    "note_session_seen",
    "open_session",
    "reactivate_user",
    "read_kept_form",
    "remove_institution_coordinator",
    "rename_entry",
    "renew_hash",
    "reopen_institution",
    "request_new_address",
    "request_password",
    "reset_password",
    "restore_entry",
    "retire_entry",
    "send_confirmation_again",
    "sign_out_everywhere",
    "sign_up",
    "unmake_administrator",
]
