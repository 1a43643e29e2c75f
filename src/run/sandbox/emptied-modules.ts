import { builtinModules, createRequire, syncBuiltinESMExports } from "node:module";
import { type Exports, empty } from "./empty.js";

/** Computation only: these stay as they are. */
const HARMLESS = new Set([
  "_stream_duplex",
  "_stream_passthrough",
  "_stream_readable",
  "_stream_transform",
  "_stream_writable",
  "assert",
  "assert/strict",
  "buffer",
  "console",
  "constants",
  "domain",
  "events",
  "path",
  "path/posix",
  "path/win32",
  "punycode",
  "querystring",
  "stream",
  "stream/consumers",
  "stream/promises",
  "stream/web",
  "string_decoder",
  "sys",
  "timers",
  "timers/promises",
  "url",
  "util",
  "util/types",
  "zlib",
]);

const READING = ["access", "lstat", "readFile", "readdir", "readlink", "realpath", "stat"];

/**
 * What stays of all others, which is what this program and its virtual machines still use: reading files (of which the
 * permission model has its own list), writing to descriptors that are open, hashing, loading CommonJS packages.
 */
const KEPT: Readonly<Record<string, readonly string[]>> = {
  async_hooks: ["AsyncLocalStorage", "AsyncResource"],
  crypto: [...["Hash", "Hmac", "constants", "createHash", "createHmac", "getHashes", "hash", "timingSafeEqual"]],
  diagnostics_channel: ["Channel", "channel", "hasSubscribers", "tracingChannel"],
  fs: [
    ...READING,
    ...READING.map((name) => `${name}Sync`),
    ...["F_OK", "R_OK", "W_OK", "X_OK", "Dirent", "ReadStream", "Stats", "constants", "createReadStream", "promises"],
    ...["close", "closeSync", "existsSync", "fstat", "fstatSync", "open", "openSync", "read", "readSync", "readv"],
    "writeSync",
  ],
  "fs/promises": [...READING, "constants"],
  module: [
    ...["Module", "_cache", "_extensions", "_findPath", "_initPaths", "_load", "_nodeModulePaths", "_pathCache"],
    ...["_resolveFilename", "_resolveLookupPaths", "builtinModules", "createRequire", "globalPaths", "isBuiltin"],
    ...["wrap", "wrapper", "_preloadModules", "_readPackage", "_stat", "_debug"],
  ],
  os: ["EOL", "arch", "constants", "endianness", "platform", "type"],
  v8: ["DefaultDeserializer", "DefaultSerializer", "Deserializer", "Serializer", "getHeapStatistics"],
};

/** Public, but only by their full names, and in older versions not on the list of modules. */
const UNLISTED = ["node:sea", "node:sqlite", "node:test", "node:test/reporters"];

const require = createRequire(import.meta.url);

/** Taken before it is taken away. */
const sync = syncBuiltinESMExports;

/**
 * Leaves of Node's own modules only what is listed here. All are loaded first, since a module that is not loaded yet would
 * come fresh to whoever asks for it.
 *
 * @returns what Node does not let be replaced
 */
export function emptyModules(): string[] {
  // To be made while there is something to make them from.
  void [process.stdout, process.stderr];
  const { webcrypto } = require("node:crypto") as typeof import("node:crypto");
  const open = [...builtinModules, ...UNLISTED].flatMap((name) => emptyModule(name));
  open.push(...empty(Object.getPrototypeOf(webcrypto) as Exports, "crypto", isConstructor), ...emptySockets());
  sync();
  return open;
}

function emptyModule(name: string): string[] {
  const known = name.replace(/^node:/, "");
  if (HARMLESS.has(known) || known === "process") return [];
  const exports = loaded(name);
  return exports === null ? [] : empty(exports, known, (key) => KEPT[known]?.includes(String(key)) === true);
}

/** Null when this Node has no such module, or was built without it. */
function loaded(name: string): Exports | null {
  try {
    return require(name) as Exports;
  } catch {
    return null;
  }
}

function isConstructor(name: string | symbol): boolean {
  return name === "constructor";
}

/** What a socket or a pipe needs to become another one. */
const OPENING = new Set<string | symbol>(["bind", "connect", "constructor", "fchmod", "listen", "open"]);

/** Standard output, standard error and the channel to the parent stay open, and lead to the classes of sockets and pipes. */
function emptySockets(): string[] {
  const streams = [process.stdout, process.stderr];
  const handles = streams.map((stream) => (stream as { _handle?: unknown })._handle);
  const prototypes = [...streams, ...handles, ...channelHandles()].flatMap((open) => prototypesOf(open));
  return [...new Set(prototypes)]
    .filter((prototype) => Object.hasOwn(prototype, "connect"))
    .flatMap((prototype) => empty(prototype as Exports, "the stream", (name) => !OPENING.has(name)));
}

/** Node keeps the channel under a symbol. */
function channelHandles(): unknown[] {
  const symbols = Object.getOwnPropertySymbols(process) as (keyof typeof process)[];
  return symbols.map((symbol) => process[symbol]);
}

function prototypesOf(object: unknown): object[] {
  if (typeof object !== "object" || object === null) return [];
  const prototype = Object.getPrototypeOf(object) as object | null;
  return prototype === null || prototype === Object.prototype ? [] : [prototype, ...prototypesOf(prototype)];
}
