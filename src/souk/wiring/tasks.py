"""Every module that defines tasks. A worker knows the tasks of these modules and no others."""

from types import ModuleType

import souk.transfers.tasks

TASK_MODULES: tuple[ModuleType, ...] = (souk.transfers.tasks,)
