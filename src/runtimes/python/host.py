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
_outbox = array("d")
_modules = None


# Common ones, so that importing them costs a script nothing.
STANDARD_MODULES = (
    "abc array ast base64 bisect collections collections.abc contextlib copy csv dataclasses datetime decimal difflib enum "
    "fractions functools gc hashlib heapq inspect io itertools json linecache logging math numbers operator os os.path "
    "pathlib pprint queue random re secrets statistics string struct tempfile textwrap threading time traceback types "
    "typing unicodedata uuid warnings weakref zlib"
).split()


def prepare(sdk):
    """What is the same for every script, and becomes a part of the image. `sdk`: JSON, the texts of its files by name."""
    for name in STANDARD_MODULES:
        importlib.import_module(name)
    sys.meta_path.insert(0, SdkFinder(json.loads(sdk)))
    importlib.import_module("workbench.script_guest")
    importlib.import_module("workbench.modules")
    time.sleep = _refuse_to_sleep
    signal.signal(signal.SIGINT, _stop)


def _refuse_to_sleep(seconds):
    raise RuntimeError("time.sleep: a script's clock stands still while it is called; cluster.wake asks for another call")


def start(seed):
    """The first call after the image: what is another one in each run."""
    random.seed(seed)
    # The host holds this module, and nobody else needs to.
    for name in [__name__, *sys.modules]:
        if name.partition(".")[0] in (__name__, "js", "pyodide_js"):
            sys.modules.pop(name, None)


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


def outbox():
    """The array that holds the numbers of an answer. A longer one takes its place when it is too short."""
    return _outbox


def decide(length):
    """`length`: how many numbers the inbox holds. Returns how many the outbox holds."""
    global _outbox
    answer = array("d", _guest.decide(_inbox.wholes[:length].tolist(), _inbox.doubles))
    if len(answer) > len(_outbox):
        _outbox = array("d", bytes(8 * max(1024, 2 * len(answer))))
    # Nothing in place of nothing counts as a change of size, which JavaScript's view of it forbids.
    if answer:
        _outbox[: len(answer)] = answer
    return len(answer)


def take_texts():
    return json.dumps(_guest.take_texts())
