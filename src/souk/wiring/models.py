"""All tables in one place: foreign keys go by table name, so every model must have been imported."""

from souk.kernel.db.base import Base

metadata = Base.metadata
