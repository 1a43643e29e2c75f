"""Mesos' hierarchical allocator as a base whose steps can be overridden one by one."""

from .hierarchical import Hierarchical

__all__ = ["Hierarchical"]
