"""Errors that the SDK finds when no line of the script is being run."""

from __future__ import annotations

from types import FunctionType, GeneratorType
from typing import NoReturn


def raise_at(place, error: Exception) -> NoReturn:
    """
    Raises the error so that its traceback ends at a line of the script: of a generator where it has yielded, of
    a function its first one.
    """
    name, file, line = line_of(place)
    if file is None:
        raise error
    # The frame of a function that says so is all that a traceback tells.
    code = raise_it.__code__.replace(co_name=name, co_qualname=name, co_filename=file, co_firstlineno=line - 1)
    FunctionType(code, {})(error)
    raise AssertionError("not reached")


def raise_it(error):
    raise error


def line_of(place) -> tuple[str, str | None, int]:
    if isinstance(place, GeneratorType):
        while isinstance(place.gi_yieldfrom, GeneratorType):
            place = place.gi_yieldfrom
        if place.gi_frame is not None:
            return place.gi_code.co_name, place.gi_code.co_filename, place.gi_frame.f_lineno
    code = getattr(place, "__code__", None)
    return ("decide", None, 0) if code is None else (code.co_name, code.co_filename, code.co_firstlineno)
