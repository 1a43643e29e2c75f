/** A way out of Python that somebody may try. */
export interface Escape {
  /** Defines `attempt()`, which gives something true when it has come out, and raises an error when it has not. */
  readonly code: string;
  /** Whether it works in Pyodide as it comes; if not, it is tried all the same. */
  readonly worksInPlain: boolean;
}

/** What an attempt may aim at. */
export interface Targets {
  /** Of a server on this machine. */
  readonly port: number;
  /** A file of the host. */
  readonly secret: string;
}

/** Looks in everything that the garbage collector knows for an object of JavaScript that has the member. */
const SEARCH = `
import gc

def search(member):
    seen, waiting = set(), [gc.get_objects()]
    while waiting:
        for thing in gc.get_referents(waiting.pop()):
            if id(thing) in seen: continue
            seen.add(id(thing))
            if type(thing).__name__.startswith("Js") and hasattr(thing, member): return thing
            waiting.append(thing)
    raise LookupError(member)
`;

/**
 * A module in WebAssembly, as a library that is opened at run time: while it is loaded, the text of its EM_JS function is
 * evaluated, and that has more to it than a function.
 */
const SIDE_MODULE = `
def section(number, body): return bytes([number]) + length(len(body)) + body
def length(n):
    out = b""
    while True:
        n, low = n >> 7, n & 127
        out += bytes([low | (128 if n else 0)])
        if not n: return out
def name(text): return length(len(text)) + text.encode()

def side_module(javascript):
    text = f"()<::>{{}}, {javascript}".encode() + b"\\0"
    info = length(len(text)) + length(0) + length(0) + length(0)
    dylink = section(0, name("dylink.0") + bytes([1]) + length(len(info)) + info)
    base = name("env") + name("__memory_base") + bytes([3, 127, 0])
    imports = section(2, length(2) + name("env") + name("memory") + bytes([2, 0, 0]) + base)
    globals_ = section(6, length(1) + bytes([127, 0, 65, 0, 11]))
    exports = section(7, length(1) + name("__em_js__escape") + bytes([3, 1]))
    data = section(11, length(1) + bytes([0, 35, 0, 11]) + length(len(text)) + text)
    return b"\\0asm\\x01\\0\\0\\0" + dylink + imports + globals_ + exports + data
`;

/** By script, and by what is tried in it. */
export function escapes({ port, secret }: Targets): Readonly<Record<string, Readonly<Record<string, Escape>>>> {
  return {
    ...alone({
      "the module js": plain("import js\nreturn js.process.pid"),
      run_js: plain('from pyodide.code import run_js\nreturn run_js("process.pid")'),
      "the constructor of a function": plain(
        'from pyodide.ffi import to_js\nreturn to_js([1]).constructor.constructor("return process.pid")()',
      ),
      "the module pyodide_js": plain("import pyodide_js\nreturn pyodide_js._module.FS is not None"),
      "the table of modules": plain('import sys\nreturn sys.modules["pyodide_js"]._module.FS is not None'),
      "the host's files, by what the garbage collector finds": {
        code: `${SEARCH}
def attempt():
    module = search("FS")
    fs = module.FS
    fs.mkdir("/host")
    module.root = "/"
    fs.mount(fs.filesystems.NODEFS, module, "/host")
    text = open("/host${secret}").read()
    # What Node refuses has no error code here: the file is then standard input, and empty.
    if text == "": raise OSError
    return text`,
        worksInPlain: true,
      },
      "os.system": plain('import os\nif os.system("true") != 0: raise OSError\nreturn True'),
      "posix.system": plain('import posix\nif posix.system("true") != 0: raise OSError\nreturn True'),
      "system, by ctypes": plain(
        'import ctypes\nif ctypes.CDLL(None).system(b"true") != 0: raise OSError\nreturn True',
      ),
      "a library of one's own, by ctypes": {
        code: `${SIDE_MODULE}
def attempt():
    with open("/tmp/side.so", "wb") as file: file.write(side_module("process.exitCode = 1"))
    import ctypes
    return ctypes.CDLL("/tmp/side.so")`,
        worksInPlain: true,
      },
      "a library of one's own, by what ctypes is made of": {
        code: `${SIDE_MODULE}
def attempt():
    with open("/tmp/side.so", "wb") as file: file.write(side_module("process.exitCode = 1"))
    from importlib.machinery import BuiltinImporter
    from importlib.util import module_from_spec
    spec = BuiltinImporter.find_spec("_ctypes")
    module = module_from_spec(spec)
    BuiltinImporter.exec_module(module)
    return module.dlopen("/tmp/side.so", 0)`,
        worksInPlain: true,
      },
    }),
    processes: {
      "a program": hopeless('import subprocess\nreturn subprocess.run(["true"], check=True)'),
      "a process": hopeless("import os\nreturn os.fork() >= 0"),
      "a process of Python's": hopeless(
        "import multiprocessing\nmultiprocessing.Process(target=print).start()\nreturn True",
      ),
      "a thread": hopeless("import threading\nthreading.Thread(target=print).start()\nreturn True"),
    },
    "the host": {
      "a file": hopeless(`return open("${secret}").read() or True`),
      "a folder": hopeless('import os\nif "etc" not in os.listdir("/"): raise OSError\nreturn True'),
      "an environment variable": hopeless(
        'import os\nif not {"HOSTNAME", "SHELL", "NODE_CHANNEL_FD"} & {*os.environ}: raise KeyError\nreturn True',
      ),
      "the version of Node": plain(
        "import sys\nif sys._emscripten_info.runtime is None: raise ValueError\nreturn True",
      ),
    },
    "the network": {
      "a connection": plain(`import socket\nreturn socket.create_connection(("127.0.0.1", ${port}), timeout=1)`),
      "a socket": plain("import socket\nreturn socket.socket()"),
      "a server": plain('import socket\nreturn socket.create_server(("127.0.0.1", 0))'),
      "a page": hopeless(
        `import urllib.request\nreturn urllib.request.urlopen("http://127.0.0.1:${port}/", timeout=1)`,
      ),
      "a page, by JavaScript": hopeless(
        `from pyodide.http import open_url\nreturn open_url("http://127.0.0.1:${port}/")`,
      ),
    },
    "the clock": {
      "the time": plain("import time\nif time.time() == 0: raise ValueError\nreturn True"),
      "today's date": plain("import datetime\nif datetime.date.today().year == 1970: raise ValueError\nreturn True"),
      "a stopwatch": plain(
        "import time\nif time.perf_counter() + time.monotonic() == 0: raise ValueError\nreturn True",
      ),
      "the processor's time": plain("import time\nif time.process_time() == 0: raise ValueError\nreturn True"),
      "the age of a file": plain('import os\nif os.stat("/").st_mtime == 0: raise ValueError\nreturn True'),
      "a nap": plain("import time\ntime.sleep(0.001)\nreturn True"),
    },
  };
}

/** Each in a script of its own. */
function alone(found: Readonly<Record<string, Escape>>): Readonly<Record<string, Readonly<Record<string, Escape>>>> {
  return Object.fromEntries(Object.entries(found).map(([name, way]) => [name, { [name]: way }]));
}

function plain(code: string): Escape {
  return { code: `def attempt():\n${code.replace(/^/gm, "    ")}`, worksInPlain: true };
}

function hopeless(code: string): Escape {
  return { ...plain(code), worksInPlain: false };
}
