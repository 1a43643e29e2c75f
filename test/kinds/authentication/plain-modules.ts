import { createHmac } from "node:crypto";
import type { Micros } from "../../../src/base/time.js";
import type { ModuleCall } from "../../../src/kinds/module-call.js";
import { failed, ready } from "../../../src/kinds/outcome.js";
import type { Timer } from "../../../src/kinds/timer.js";

/*
 * CRAM-MD5 once more, as somebody would write it in another language: plain functions over plain data. It shares no
 * code with the built-in pair.
 */

type Methods = Readonly<Record<string, (input: never) => unknown>>;

/** An exception is a failed call; a method that is not there does nothing; all data crosses as JSON text. */
export function overJson(methods: Methods, timer?: Timer, delay: Micros = 0): ModuleCall {
  return (method, input, complete) => {
    const answer = () => {
      try {
        const result = methods[method]?.(JSON.parse(JSON.stringify(input)) as never) ?? null;
        complete(ready(JSON.parse(JSON.stringify(result))));
      } catch (error) {
        complete(failed((error as Error).message));
      }
    };
    if (delay === 0 || timer === undefined || method === "close" || method === "initialize") answer();
    else timer.after(delay, answer);
  };
}

interface Message {
  readonly type: string;
  readonly mechanism?: string;
  readonly mechanisms?: string[];
  readonly data?: string;
  readonly error?: string;
}

function answer(type: string, outcome: unknown = null, rest: object = {}) {
  return { send: [{ type, ...rest }], outcome };
}

function broken(error: string) {
  return answer("error", { kind: "failed", message: error }, { error });
}

interface ServerSession {
  readonly client: string;
  state: "waiting" | "challenged";
  readonly challenge: string;
}

export function plainAuthenticator(): Methods {
  let secrets: Record<string, string> | undefined;
  const sessions = new Map<number, ServerSession>();
  const ended = (session: number, result: object) => {
    sessions.delete(session);
    return result;
  };
  return {
    initialize({ credentials }: { credentials: { principal: string; secret: string | null }[] | null }) {
      if (secrets !== undefined) throw new Error("initialized already");
      secrets = {};
      for (const { principal, secret } of credentials ?? []) if (secret !== null) secrets[principal] = secret;
      return credentials === null ? { warnings: ["no credentials"] } : null;
    },
    authenticate({ session, client }: { session: number; client: string }) {
      if (secrets === undefined) throw new Error("not initialized");
      for (const other of sessions.values()) if (other.client === client) throw new Error("already active");
      sessions.set(session, { client, state: "waiting", challenge: `<${session}@module>` });
      return answer("mechanisms", null, { mechanisms: ["CRAM-MD5"] });
    },
    onMessage({ session, message }: { session: number; message: Message }) {
      const known = sessions.get(session);
      if (known === undefined) throw new Error(`no session ${session}`);
      if (message.type === "start") {
        if (known.state !== "waiting") return ended(session, broken("unexpected start"));
        if (message.mechanism !== "CRAM-MD5") return ended(session, broken("unknown mechanism"));
        known.state = "challenged";
        return answer("step", null, { data: known.challenge });
      }
      if (known.state !== "challenged") return ended(session, broken("unexpected step"));
      const [, principal = "", proof] = /^(.*) ([0-9a-f]*)$/.exec(message.data ?? "") ?? [];
      const right = createHmac("md5", secrets?.[principal] ?? "")
        .update(known.challenge)
        .digest("hex");
      if (secrets?.[principal] === undefined || right !== proof) {
        return ended(session, answer("failed", { kind: "ready", value: null }));
      }
      return ended(session, answer("completed", { kind: "ready", value: principal }));
    },
    close({ session }: { session: number }) {
      sessions.delete(session);
    },
  };
}

interface ClientSession {
  readonly principal: string;
  readonly secret: string;
  hasStarted: boolean;
}

export function plainAuthenticatee(): Methods {
  const sessions = new Map<number, ClientSession>();
  return {
    authenticate(input: { session: number; client: string; credential: { principal: string; secret: string | null } }) {
      const { principal, secret } = input.credential;
      if (secret === null) return { outcome: { kind: "ready", value: false } };
      sessions.set(input.session, { principal, secret, hasStarted: false });
      return answer("authenticate", null, { client: input.client });
    },
    onMessage({ session, message }: { session: number; message: Message }) {
      const known = sessions.get(session);
      if (known === undefined) throw new Error(`no session ${session}`);
      if (message.type === "mechanisms" && !known.hasStarted) {
        if (!message.mechanisms?.includes("CRAM-MD5")) throw new Error("unknown mechanisms");
        known.hasStarted = true;
        return answer("start", null, { mechanism: "CRAM-MD5", data: "" });
      }
      if (message.type === "step" && known.hasStarted) {
        const proof = createHmac("md5", known.secret)
          .update(message.data ?? "")
          .digest("hex");
        return answer("step", null, { data: `${known.principal} ${proof}` });
      }
      if (message.type === "completed" && known.hasStarted) return { outcome: { kind: "ready", value: true } };
      if (message.type === "failed") return { outcome: { kind: "ready", value: false } };
      throw new Error(message.error ?? `unexpected ${message.type}`);
    },
    close({ session }: { session: number }) {
      sessions.delete(session);
    },
  };
}
