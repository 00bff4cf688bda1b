"""What can be wrong with a file, a mapping, a run."""

from souk.kernel.errors import Conflict, Invalid, Missing, Unavailable


class FileUnreadable(Invalid):
    """The file is no table that can be read; `details` name the line where that is known."""

    code = "file_unreadable"
    title = "The file cannot be read"


class FileTooLarge(Invalid):
    """A named limit is passed: bytes, decompressed bytes, rows, columns, cell or line length."""

    code = "file_too_large"
    title = "The file is larger than allowed"


class MappingInvalid(Invalid):
    """The mapping does not fit the kind; every complaint names its place."""

    code = "mapping_invalid"
    title = "The mapping is not valid"


class ColumnsMissing(Invalid):
    """The file lacks columns that the mapping or the kind needs."""

    code = "columns_missing"
    title = "The file lacks columns"


class MappingMissing(Missing):
    code = "mapping_not_found"
    title = "There is no such mapping"


class RunMissing(Missing):
    code = "import_not_found"
    title = "There is no such import"


class AlreadyRunning(Conflict):
    """Another process is working on this run at the moment."""

    code = "import_running"
    title = "The import is running already"


class UploadGone(Conflict):
    """The uploaded file was removed after its time; upload it again."""

    code = "upload_gone"
    title = "The uploaded file is no longer kept"


class TooManyExports(Unavailable):
    """Exports take at most half of a process's connections; `retry_after_s` says when to come again."""

    code = "too_many_exports"
    title = "Too many exports at a time"
