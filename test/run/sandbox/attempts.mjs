// What code may try that has broken out of its virtual machine: run with a port, a socket's path and a folder of the
// host, it prints as JSON what it could do. With `sandboxed` as the last argument it first takes its own powers away.

import { createRequire } from "node:module";

const [port, socket, folder, sandboxed] = process.argv.slice(2);
const require = createRequire(import.meta.url);

/** The program, built: the realm is emptied by what a row's process uses. */
const { enterSandbox } = await import("../../../dist/src/run/sandbox/enter-sandbox.js");
const left = sandboxed === undefined ? [] : enterSandbox();

function connected(connection) {
  return new Promise((resolve, reject) => {
    connection.once("error", reject);
    connection.once("connect", () => resolve(connection.destroy()));
  });
}

function answered(start) {
  return new Promise((resolve, reject) => start((error, value) => (error ? reject(error) : resolve(value))));
}

const { platform, arch } = process;
const NATIVE_LIBRARY = `@koromix/koffi-${platform}-${arch}/${platform}_${arch}/koffi.node`;

const ATTEMPTS = {
  "net, imported": async () => connected((await import("node:net")).connect(port, "127.0.0.1")),
  "net, required": () => connected(require("node:net").createConnection(port, "127.0.0.1")),
  "net, of a module": async () => connected((await import("node:module")).Module._load("net").connect(port)),
  "a socket's class, by standard output": () => connected(new process.stdout.constructor().connect(port, "127.0.0.1")),
  "a pipe's class, by standard output": () => {
    const { constructor: Pipe } = process.stdout._handle;
    if (new Pipe(0).bind(`${folder}/pipe`) !== 0) throw new Error("not bound");
  },
  "a pipe's class, by the channel to the parent": () => {
    const channel = Object.getOwnPropertySymbols(process).find((symbol) => String(symbol) === "Symbol(kChannelHandle)");
    if (new process[channel].constructor(0).bind(`${folder}/channel`) !== 0) throw new Error("not bound");
  },
  "a server": () => answered((done) => require("node:net").createServer().listen(0, "127.0.0.1", done).unref()),
  "a socket in the file system": () => connected(require("node:net").connect(socket)),
  http: () =>
    answered((done) =>
      require("node:http")
        .get({ port, path: "/" }, () => done())
        .on("error", done),
    ),
  "an agent of http": () =>
    answered((done) =>
      require("node:http")
        .globalAgent.createConnection({ port }, () => done())
        .on("error", done),
    ),
  http2: () =>
    answered((done) => require("node:http2").connect(`http://127.0.0.1:${port}`, (session) => done(session.destroy()))),
  fetch: () => fetch(`http://127.0.0.1:${port}/`).then((answer) => answer.text()),
  "fetch's agent": () => {
    new Response();
    const agent = globalThis[Symbol.for("undici.globalDispatcher.1")];
    if (agent === undefined) throw new Error("no agent");
  },
  udp: () => answered((done) => require("node:dgram").createSocket("udp4").bind(0, "127.0.0.1", done).unref()),
  dns: () => answered((done) => require("node:dns").lookup("localhost", done)),
  "dns, promised": async () => (await import("node:dns/promises")).lookup("localhost"),
  "a thread with a realm of its own": () =>
    answered((done) =>
      new (require("node:worker_threads").Worker)("require('net')", { eval: true }).on("exit", () => done()),
    ),
  "hooks of the module loader": async () => (await import("node:module")).register("data:text/javascript,"),
  "the debugger": () => {
    const session = new (require("node:inspector").Session)();
    session.connect();
    session.disconnect();
  },
  "another context": () => require("node:vm").runInThisContext("1"),
  "code from strings": () => new Function("return 1")(),
  // biome-ignore lint/security/noGlobalEval: that it is closed is what is tried here
  "code from strings, by eval": () => globalThis.eval("1"),
  "V8's flags": () => require("node:v8").setFlagsFromString("--no-opt"),
  "a program": () => require("node:child_process").execFileSync("/bin/sh", ["-c", ":"]),
  "a signal to the parent": () => process.kill(process.ppid, 0),
  "a signal, by Node's own function": () => {
    if (process._kill(process.ppid, 0) !== 0) throw new Error("refused");
  },
  "the parent's priority": () =>
    require("node:os").setPriority(process.ppid, require("node:os").getPriority(process.ppid)),
  "Node's own binding": () => {
    if (process.binding("tcp_wrap").TCP === undefined) throw new Error("empty");
  },
  "a native library": () => process.dlopen({ exports: {} }, require.resolve(NATIVE_LIBRARY)),
  "another file": () => require("node:fs").readFileSync(`${folder}/secret.txt`),
  "a new file": () => require("node:fs").writeFileSync(`${folder}/new.txt`, ""),
  "a new file, promised": async () => (await import("node:fs/promises")).writeFile(`${folder}/new.txt`, ""),
  "this process's environment": () => require("node:fs").readFileSync("/proc/self/environ"),
  "the parent's memory map": () => require("node:fs").readFileSync(`/proc/${process.ppid}/maps`),
  "an environment variable": () => {
    if (Object.keys(process.env).length === 0) throw new Error("none");
  },
  "the name of this machine": () => require("node:os").hostname(),
  "the time": () => {
    if (Date.now() + performance.now() === 0 && new Date().getUTCFullYear() === 1970)
      throw new Error("it stands still");
  },
  "the time, in words": () => new Intl.DateTimeFormat("en").format(),
  "the processor's time": () => process.hrtime(),
  "secure random bytes": () => require("node:crypto").randomBytes(1),
  "secure random bytes of the web": () => require("node:crypto").webcrypto.getRandomValues(new Uint8Array(1)),
};

const outcomes = {};
for (const [name, attempt] of Object.entries(ATTEMPTS)) {
  try {
    await attempt();
    outcomes[name] = "done";
  } catch (error) {
    outcomes[name] = error.message;
  }
}
const random = [Math.random(), globalThis.crypto.getRandomValues(new Uint8Array(4)).join()];
process.send({ outcomes, left, random });
process.disconnect();
