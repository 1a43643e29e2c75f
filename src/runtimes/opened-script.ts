import type { ModuleHeader } from "../kinds/module-header.js";
import type { ModuleInstance } from "../kinds/module-instance.js";
import type { ModuleParameter } from "../kinds/module-parameter.js";
import type { OpenLibrary, OpenModule, Reply } from "../kinds/open-library.js";
import { ready } from "../kinds/outcome.js";
import type { MadeInstance, ModuleRequest, ScriptHeader } from "../sdk/module-border.js";
import { isBoolean, readAnswer } from "./guest-answer.js";
import { codeFailure } from "./guest-failure.js";
import { isHeaderOrNull } from "./module-answers.js";
import type { ModuleBorder } from "./module-border.js";
import type { ModuleScript } from "./module-script.js";

/** A script that has been loaded, as a library. */
export class OpenedScript implements OpenLibrary<ModuleInstance> {
  readonly #path: string;
  readonly #script: ModuleScript;
  readonly #border: ModuleBorder;

  constructor(path: string, script: ModuleScript, border: ModuleBorder) {
    this.#path = path;
    this.#script = script;
    this.#border = border;
  }

  module(name: string): Reply<OpenModule<ModuleInstance> | null> {
    const header = this.#ask({ header: name }, isHeaderOrNull);
    if (header.kind === "failed" || header.value === null) return header as Reply<null>;
    return { kind: "ready", value: this.#module(name, header.value) };
  }

  /** Ends the virtual machine, with all that it made. A library is for the life of its process (M22): this is for tests. */
  close(): void {
    this.#script.close();
  }

  #module(name: string, given: ScriptHeader): OpenModule<ModuleInstance> {
    return {
      header: headerOf(given, `${this.#path}#${name}`),
      isCompatible: () => this.#ask({ compatible: name }, isBoolean),
      create: (parameters) => this.#create(name, parameters),
    };
  }

  #create(name: string, parameters: readonly ModuleParameter[]): Reply<ModuleInstance | null> {
    return reply(() => {
      const made = this.#border.create(name, parameters);
      return made === null ? null : instanceOf(made, this.#border);
    });
  }

  #ask<T>(request: ModuleRequest, isRight: (answer: unknown) => answer is T): Reply<T> {
    return reply(() => readAnswer(this.#script.dispatch(JSON.stringify(request), "loadFailed"), isRight));
  }
}

/** @param place names the module: its functions do not change while the library is open */
function headerOf({ compatible, create, texts }: ScriptHeader, place: string): ModuleHeader {
  const spelled = new Map(Object.entries(texts).map(([name, text]) => [camelCase(name), text]));
  const text = (field: string) => spelled.get(field) ?? null;
  return {
    moduleApiVersion: text("moduleApiVersion"),
    mesosVersion: text("mesosVersion"),
    kind: text("kind"),
    authorName: text("authorName"),
    authorEmail: text("authorEmail"),
    description: text("description"),
    compatible: compatible ? `${place}.compatible` : null,
    create: create ? `${place}.create` : null,
  };
}

/** The names of its functions are its kind's, whatever the language's spelling. What it does not have says nothing. */
function instanceOf({ instance, methods }: MadeInstance, border: ModuleBorder): ModuleInstance {
  const spelling = new Map(methods.map((name) => [camelCase(name), name]));
  return {
    methods: [...spelling.keys()],
    call: (method, input, complete) => {
      const name = spelling.get(method);
      if (name === undefined) complete(ready(null));
      else border.call(instance, name, input, complete);
    },
    close: () => border.close(instance),
  };
}

/** `slave_run_task_label_decorator` as its kind names it: `slaveRunTaskLabelDecorator`. */
function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function reply<T>(run: () => T): Reply<T> {
  try {
    return { kind: "ready", value: run() };
  } catch (error) {
    return codeFailure(error);
  }
}
