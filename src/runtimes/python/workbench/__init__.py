"""What an allocator script or a module imports: `from workbench import ...`."""

from .modules import Module, parameter

__all__ = ["Module", "parameter"]
