"""The tasks that run."""

from __future__ import annotations

from collections.abc import Callable

from .model import Task


class TaskTable:
    """In the order in which they started."""

    def __init__(self):
        self._by_id = {}
        self._list = None  # made anew after each change, when it is asked for

    def list(self) -> list[Task]:
        """Stays as it is, whatever happens afterwards."""
        if self._list is None:
            self._list = list(self._by_id.values())
        return self._list

    def runs(self, task: Task) -> bool:
        return isinstance(task, Task) and self._by_id.get(task.id) is task

    def add(self, task: Task) -> None:
        self._by_id[task.id] = task
        self._list = None

    def find(self, id: int) -> Task | None:
        """None: no such task runs."""
        return self._by_id.get(id)

    def end(self, id: int) -> Task | None:
        """None: no such task runs."""
        task = self._by_id.pop(id, None)
        if task is not None:
            self._list = None
        return task

    def end_all(self, is_over: Callable[[Task], bool]) -> None:
        for task in self.list():
            if is_over(task):
                self.end(task.id)
