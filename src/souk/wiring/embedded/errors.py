"""What can keep the embedded database from running, each with what to do about it."""

from souk.kernel.errors import Unavailable


class EmbeddedDatabaseUnavailable(Unavailable):
    code = "embedded_database_unavailable"
    title = "The embedded database cannot be used"


# What the programs of PostgreSQL write (they run with LC_ALL=C) → what a person should do.
_CAUSES = (
    ("no space left on device", "The disk is full. Free some space, or set SOUK_HOME to a folder elsewhere."),
    ("disk quota exceeded", "The disk quota is used up. Free some space, or set SOUK_HOME elsewhere."),
    (
        "incompatible with server",
        "The data was made by another major version of PostgreSQL. Set SOUK_POSTGRES_BIN to the programs "
        "of that version, take a backup with them and restore it here (docs/operating/database.md).",
    ),
    (
        "address already in use",
        "Another program uses the database's socket or port. Stop it, or set SOUK_HOME to another folder.",
    ),
    (
        "pre-existing shared memory block",
        "Processes of an earlier run of this database have not ended yet. Wait a moment and start again.",
    ),
    (
        "could not look up effective user id",
        "The user Souk runs as is not known to this machine. Add it (in a container: to /etc/passwd).",
    ),
    (
        "could not map anonymous shared memory",
        "There is too little memory. Free some, or put a smaller shared_buffers into local.conf "
        "beside the data folder.",
    ),
    ("read-only file system", "The folder is on a read-only file system. Set SOUK_HOME to one that is not."),
    ("has group or world access", "The data folder is open to others. Run: chmod 0700 on it."),
    ("has wrong ownership", "The data folder belongs to another user. Run Souk as that user."),
    (
        "permission denied",
        "A folder may not be read or written by the user the database runs as. Correct its owner and mode, "
        "or set SOUK_HOME to another folder.",
    ),
    (
        "operation not permitted",
        "The file system does not keep owners and modes. Set SOUK_HOME to a folder on a local disk.",
    ),
)


def advice(output: str, *, speaker: str = "PostgreSQL") -> str:
    """What to do about the failure that `output` tells of; its own last complaint when it is not known."""
    lowered = output.lower()
    for symptom, what_to_do in _CAUSES:
        if symptom in lowered:
            return what_to_do
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    complaints = [line for line in lines if any(word in line for word in ("FATAL", "PANIC", "error:"))]
    said = (complaints or lines or ["nothing"])[-1]
    return f"{speaker} said: {said}"
