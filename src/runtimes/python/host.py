"""What the host runs inside Pyodide: it loads the SDK and the script, and ends calls that take too long."""

import importlib
import importlib.abc
import importlib.util
import json
import random
import signal
import sys
import time
import types
from array import array

_guest = None
_inbox = None
_modules = None


def start(seed):
    """A world without a clock, with seeded random numbers, and without the modules that lead to the host."""
    random.seed(seed)
    for clock in ("time", "monotonic", "perf_counter", "process_time"):
        setattr(time, clock, lambda: 0.0)
    signal.signal(signal.SIGINT, _stop)
    for name in list(sys.modules):
        if name.partition(".")[0] in ("js", "pyodide_js"):
            del sys.modules[name]


def _stop(signum, frame):
    """
    The call's time is up. Each function on the stack raises at its next instruction from now on, so that an
    `except BaseException` on the way out cannot go on with its work.
    """
    monitoring = sys.monitoring
    if monitoring.get_tool(monitoring.DEBUGGER_ID) is None:
        monitoring.use_tool_id(monitoring.DEBUGGER_ID, "time limit")
        monitoring.register_callback(monitoring.DEBUGGER_ID, monitoring.events.INSTRUCTION, _raise)
    while frame is not None and frame.f_globals is not globals():
        monitoring.set_local_events(monitoring.DEBUGGER_ID, frame.f_code, monitoring.events.INSTRUCTION)
        frame = frame.f_back
    raise KeyboardInterrupt


def _raise(code, offset):
    raise KeyboardInterrupt


class SdkFinder(importlib.abc.MetaPathFinder, importlib.abc.InspectLoader):
    """Serves the modules of the SDK from memory."""

    def __init__(self, sources):
        """`sources`: texts by file, such as `workbench/cluster.py`; tracebacks name them so."""
        self._sources = sources
        self._files = {file.removesuffix(".py").removesuffix("/__init__").replace("/", "."): file for file in sources}

    def find_spec(self, name, path, target=None):
        return importlib.util.spec_from_loader(name, self) if name in self._files else None

    def is_package(self, name):
        return self._files[name].endswith("/__init__.py")

    def get_source(self, name):
        return self._sources[self._files[name]]

    def get_code(self, name):
        return self.source_to_code(self.get_source(name), self._files[name])


def add_sdk(sources):
    """From now on `import workbench` gives a script the SDK."""
    sys.meta_path.insert(0, SdkFinder(sources.to_py()))


def load_module(name, file, source):
    """Messages show `file` as given."""
    module = types.ModuleType(name)
    module.__file__ = file
    sys.modules[name] = module
    exec(compile(source, file, "exec"), module.__dict__)
    return module


def find_allocator(script, text):
    """The allocator in a script, or a text: why there is none."""
    return importlib.import_module("workbench.modules").allocator_in(script, json.loads(text))


def start_allocator(allocator):
    global _guest
    _guest = importlib.import_module("workbench.script_guest").ScriptGuest(allocator)


def start_modules(script):
    global _modules
    _modules = importlib.import_module("workbench.modules").ModuleGuest(script)


def dispatch(text):
    return _modules.dispatch(text)


def setup(setup):
    return list(_guest.setup(setup.to_py()))


def add_resource_keys(keys):
    _guest.add_resource_keys(keys.to_py())


def open_inbox(size):
    """
    Two arrays of this length, into which the host writes the numbers of a call: whole ones, and the same as
    doubles.
    """
    global _inbox
    _inbox = types.SimpleNamespace(wholes=array("q", bytes(8 * size)), doubles=array("d", bytes(8 * size)))
    return _inbox


def decide(length):
    """`length`: how many numbers the inbox holds."""
    return array("d", _guest.decide(_inbox.wholes[:length].tolist(), _inbox.doubles))


def take_texts():
    return json.dumps(_guest.take_texts())
