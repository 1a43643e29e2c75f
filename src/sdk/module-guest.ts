import type { MadeInstance, ModuleRequest } from "./module-border.js";
import { ModuleClock } from "./module-clock.js";
import { plainText } from "./module-data.js";
import { Future } from "./module-future.js";
import { headerOf, moduleIn, type ScriptModule } from "./module-header.js";
import type { ModuleHost } from "./module-host.js";
import type { Parameter } from "./module-parameter.js";
import { answerTestRequest, isTestRequest, type TestRequest } from "./script-tests.js";

interface Creating {
  create(parameters: readonly Parameter[], host: ModuleHost): unknown;
}

interface Fitting {
  compatible(): unknown;
}

type Methods = Readonly<Record<string, (input: unknown) => unknown>>;

/** The modules of a script, behind the border. What a module raises goes through to the host, which knows the place. */
export class ModuleGuest {
  readonly #exports: Readonly<Record<string, unknown>>;
  readonly #clock = new ModuleClock();
  readonly #instances = new Map<number, object>();
  #lastInstance = 0;
  #ended: string[] = [];

  constructor(exports: Readonly<Record<string, unknown>>) {
    this.#exports = exports;
  }

  /** @param json a `ModuleRequest` */
  dispatch(json: string): string {
    const request = JSON.parse(json) as ModuleRequest | TestRequest;
    if (isTestRequest(request)) return JSON.stringify(answerTestRequest(this.#exports, request));
    if ("header" in request) return this.#header(request.header);
    if ("compatible" in request) return JSON.stringify(isCompatible(this.#module(request.compatible)));
    this.#clock.now = request.now;
    if (request.closed !== undefined) this.#forget(request.closed);
    let made: MadeInstance | null = null;
    if ("create" in request) made = this.#create(request.create, request.parameters);
    else if ("timer" in request) this.#clock.ended(request.timer);
    else if ("call" in request) {
      const { token, method, input } = request.call;
      this.#answer(token, method, this.#call(request.instance, method, input));
    }
    return this.#news(made);
  }

  #forget(closed: readonly number[]): void {
    for (const id of closed) this.#instances.delete(id);
    this.#clock.forget(new Set(closed));
  }

  #module(name: string): ScriptModule {
    return moduleIn(this.#exports, name) as ScriptModule;
  }

  #header(name: string): string {
    const module = moduleIn(this.#exports, name);
    return JSON.stringify(module === undefined ? null : headerOf(module));
  }

  #create(name: string, parameters: readonly Parameter[]): MadeInstance | null {
    const id = ++this.#lastInstance;
    const instance = (this.#module(name) as Creating).create(parameters, this.#hostOf(id));
    if (instance === undefined || instance === null) return null;
    if (typeof instance !== "object" || instance instanceof Promise) {
      throw new TypeError("create gives an object or null");
    }
    this.#instances.set(id, instance);
    return { instance: id, methods: methodsOf(instance) };
  }

  #call(id: number, method: string, input: unknown): unknown {
    return (this.#instances.get(id) as Methods)[method]?.(input);
  }

  #answer(token: number, method: string, answer: unknown): void {
    if (answer instanceof Promise) throw new TypeError(`${method} may not be async: answer later with host.future()`);
    const future = answer instanceof Future ? answer : this.#future();
    if (future !== answer) future.complete(answer);
    future.answers(token);
  }

  #future(): Future {
    return new Future((token, end) => this.#ended.push(`{"token":${token},${end}}`));
  }

  #hostOf(instance: number): ModuleHost {
    return {
      now: () => this.#clock.seconds,
      after: (seconds, action) => this.#clock.after(instance, seconds, action),
      future: () => this.#future(),
      failed: (message) => {
        const future = this.#future();
        future.fail(message);
        return future;
      },
    };
  }

  #news(made: MadeInstance | null): string {
    const ended = this.#ended;
    this.#ended = [];
    return `{"made":${plainText(made)},"ended":[${ended.join(",")}],"timers":${plainText(this.#clock.takeAsked())}}`;
  }
}

/** V8. */
function isCompatible(module: ScriptModule): boolean {
  const answer = (module as Fitting).compatible();
  if (typeof answer === "boolean") return answer;
  throw new TypeError("compatible is to answer with true or false");
}

/** Its own functions and those of its classes. A name that begins with `_` is the module's own business. */
function methodsOf(instance: object): string[] {
  const names = new Set<string>();
  for (let part = instance; part !== null && part !== Object.prototype; part = Object.getPrototypeOf(part) as object) {
    for (const name of Object.getOwnPropertyNames(part)) names.add(name);
  }
  const isMethod = (name: string) =>
    name !== "constructor" &&
    !name.startsWith("_") &&
    typeof (instance as Record<string, unknown>)[name] === "function";
  return [...names].filter(isMethod);
}
