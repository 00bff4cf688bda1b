"""What can be done with imports and mappings."""

from souk.transfers.actions.cancelling import cancel_import
from souk.transfers.actions.choosing import choose_mapping, known_mappings, suggested_mapping
from souk.transfers.actions.forgetting import forget_file, forget_old_files
from souk.transfers.actions.intake import Received, keep_upload, note_local_file, receive, sha256_of, table_of
from souk.transfers.actions.mappings import delete_mapping, save_mapping, update_mapping
from souk.transfers.actions.noting import note_export
from souk.transfers.actions.starting import RUN_IMPORT, hand_to_worker, start_import

__all__ = [
    "RUN_IMPORT",
    "Received",
    "cancel_import",
    "choose_mapping",
    "delete_mapping",
    "forget_file",
    "forget_old_files",
    "hand_to_worker",
    "keep_upload",
    "known_mappings",
    "note_export",
    "note_local_file",
    "receive",
    "save_mapping",
    "sha256_of",
    "start_import",
    "suggested_mapping",
    "table_of",
    "update_mapping",
]
