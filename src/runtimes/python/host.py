"""What the host runs inside Pyodide: it loads the SDK and the script, and ends calls that take too long."""

import _imp
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import json
import random
import signal
import struct
import sys
import time
import types
from array import array

# Where the script's folder stands in here.
FOLDER = "/script/"

# A file beside the script does not take their place, as in any Python: the interpreter finds them before it looks at files.
UNSHADOWED_MODULES = {"encodings", "workbench", *sys.builtin_module_names, *_imp._frozen_module_names()}

# What leads out of the interpreter. The host holds what it needs of them; this module is one of them.
CLOSED_MODULES = {
    **dict.fromkeys(("ctypes", "_ctypes"), "a script cannot call foreign functions"),
    **dict.fromkeys(("js", "pyodide", "pyodide_js", "_pyodide", "_pyodide_core"), "a script has no JavaScript"),
    __name__: "it is the host's",
}

_script_finder = None
_guest = None
_inbox = None
_outbox = array("q")
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


def start(seed, most_calls):
    """The first call after the image: what is another one in each run. `most_calls`: that may be in one another, inf: any number."""
    random.seed(seed)
    if most_calls != float("inf"):
        _limit_recursion(most_calls)
    # Not the current folder, which Pyodide adds each time.
    sys.path[:] = filter(None, sys.path)
    sys.meta_path.insert(0, ClosedModules())
    for name in list(sys.modules):
        if name.partition(".")[0] in CLOSED_MODULES:
            del sys.modules[name]


def _limit_recursion(most):
    set_limit = sys.setrecursionlimit
    set_limit(min(most, sys.getrecursionlimit()))

    def setrecursionlimit(limit):
        if limit > most:
            raise ValueError(f"sys.setrecursionlimit: {limit} is more than the stack limit allows, {most}")
        set_limit(limit)

    sys.setrecursionlimit = setrecursionlimit


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
        """`sources`: texts by file, such as `workbench/cluster.py`; tracebacks name them in brackets."""
        self._sources = sources
        self._files = {file.removesuffix(".py").removesuffix("/__init__").replace("/", "."): file for file in sources}

    def find_spec(self, name, path, target=None):
        return importlib.util.spec_from_loader(name, self) if name in self._files else None

    def is_package(self, name):
        return self._files[name].endswith("/__init__.py")

    def get_source(self, name):
        return self._sources[self._files[name]]

    def get_code(self, name):
        return self.source_to_code(self.get_source(name), f"[{self._files[name]}]")


class ClosedModules(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        rule = CLOSED_MODULES.get(name.partition(".")[0])
        if rule is not None:
            raise ImportError(f"{name} cannot be imported: {rule}", name=name)


class ScriptFinder(importlib.abc.MetaPathFinder, importlib.abc.InspectLoader):
    """Serves the script, and the modules beside it, which the host reads."""

    def __init__(self, find):
        """`find`: of a dotted name, the JSON of what the host has under it."""
        self._find = find
        self._modules = {}

    def find_spec(self, name, path, target=None):
        in_package = "." in name
        if in_package and not any(place.startswith(FOLDER) for place in path or ()):
            return None
        found = json.loads(self._find(name))
        if found is None:
            return None
        if found["kind"] == "refused":
            raise ImportError(found["rule"], name=name)
        if found["kind"] == "module":
            return self.add(name, found["file"], found["source"], found["isPackage"])
        if not in_package and importlib.machinery.PathFinder.find_spec(name) is not None:
            return None
        spec = importlib.machinery.ModuleSpec(name, None, is_package=True)
        spec.submodule_search_locations = [found["file"]]
        return spec

    def add(self, name, file, source, is_package=False):
        """From now on this is a module."""
        self._modules[name] = file, source.removeprefix("\ufeff"), is_package
        spec = importlib.util.spec_from_loader(name, self, origin=file, is_package=is_package)
        spec.has_location = True
        if is_package:
            spec.submodule_search_locations = [file.removesuffix("/__init__.py")]
        return spec

    def is_package(self, name):
        return self._modules[name][2]

    def get_source(self, name):
        return self._modules[name][1]

    def get_code(self, name):
        file, source, _ = self._modules[name]
        return self.source_to_code(source, file)


def add_script_folder(find, names):
    """
    From now on imports find what is beside the script, before they look into the standard library. `names`: JSON, those
    of the modules there.
    """
    global _script_finder
    _script_finder = ScriptFinder(find)
    sys.meta_path.insert(sys.meta_path.index(importlib.machinery.PathFinder), _script_finder)
    for name in json.loads(names):
        if name not in UNSHADOWED_MODULES:
            for loaded in [loaded for loaded in sys.modules if loaded == name or loaded.startswith(f"{name}.")]:
                del sys.modules[loaded]


def load_script(name, file, source):
    """The script as a module; under its file's name where that is no other module's."""
    if name in sys.modules or name in sys.stdlib_module_names:
        name = file.removeprefix(FOLDER)
    spec = _script_finder.add(name, file, source)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    exec(_script_finder.get_code(name), module.__dict__)
    return module


def find_allocator(script, text):
    """The allocator in a script, or a text: why there is none."""
    return importlib.import_module("workbench.modules").allocator_in(script, json.loads(text))


def start_allocator(allocator):
    global _guest
    _guest = importlib.import_module("workbench.script_guest").ScriptGuest(allocator)


def start_modules(script, test_host):
    """`test_host`: answers what tests ask, JSON text to JSON text; None: the script is not under test."""
    global _modules
    if test_host is not None:
        importlib.import_module("workbench.script_tests").use_test_host(test_host)
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
    """
    The array that holds an answer: first 0 where its numbers are whole, 1 where they are doubles, and then the numbers. A
    longer one takes its place when it is too short.
    """
    return _outbox


def decide(length):
    """`length`: how many numbers the inbox holds. Returns how many the outbox holds."""
    global _outbox
    answer = _guest.decide(_inbox.wholes[:length].tolist(), _inbox.doubles)
    size = len(answer)
    if size >= len(_outbox):
        _outbox = array("q", bytes(8 * max(1024, 2 * size)))
    try:
        # Half of the time that doubles take, which ints have to be made to, and a third of what a new array takes.
        struct.pack_into(f"{size + 1}q", _outbox, 0, 0, *answer)
    except struct.error:
        struct.pack_into(f"q{size}d", _outbox, 0, 1, *answer)
    return size


def take_texts():
    return json.dumps(_guest.take_texts())
