import { existsSync } from "node:fs";
import type { Command } from "commander";
import { BadInput, type Complaint } from "../base/bad-input.js";
import { nearest } from "../base/nearest.js";
import { formatDocument } from "../report/to-run-document.js";
import type { Console } from "./console.js";
import { EXIT, type ExitCode } from "./exit-code.js";
import { languageOfFiles, NEW_LANGUAGES, type NewLanguage, type Scaffold, scaffold } from "./scaffold.js";

interface NewFlagTexts {
  readonly json?: true;
  readonly quiet?: true;
}

/** `workbench new`: an allocator to begin with. */
export function addNew(program: Command, console: Console, ended: (code: ExitCode) => void): void {
  program
    .command("new")
    .description("begin an allocator: a folder with one that runs, a scenario, and what an editor needs")
    .argument("<language>", NEW_LANGUAGES.join(", "))
    .argument("<name>", "of the allocator and its folder, such as my-allocator")
    .option("--json", "print one JSON document on stdout")
    .option("--quiet", "print only what went wrong")
    .option("--debug", "print stack traces")
    .action((language: string, name: string, flags: NewFlagTexts) => ended(newCommand(language, name, flags, console)));
}

function newCommand(language: string, name: string, { json, quiet }: NewFlagTexts, console: Console): ExitCode {
  const complaints = [...complaintsOfLanguage(language), ...complaintsOfName(name)];
  if (complaints.length > 0) throw new BadInput(complaints);
  const made = makeFolder(language as NewLanguage, name);
  if (json) console.result(formatDocument(documentOf(language, made)));
  else if (!quiet) console.result(textOf(made));
  return EXIT.held;
}

function complaintsOfLanguage(language: string): Complaint[] {
  if (NEW_LANGUAGES.some((known) => known === language)) return [];
  const meant = languageOfFiles(language) ?? nearest(language.replaceAll("+", "p"), NEW_LANGUAGES);
  const nextStep = meant === undefined ? "name one of them" : `did you mean ${JSON.stringify(meant)}?`;
  return [{ place: "LANG", value: language, rule: `a language is one of ${NEW_LANGUAGES.join(", ")}`, nextStep }];
}

function complaintsOfName(name: string): Complaint[] {
  if (!/^[A-Za-z][A-Za-z0-9_-]{0,63}$/.test(name)) {
    const rule = "a name is letters, digits, - and _, and begins with a letter";
    return [{ place: "NAME", value: name, rule, nextStep: "name it such as my-allocator" }];
  }
  if (name.toLowerCase() === "workbench") {
    return [{ place: "NAME", value: name, rule: "scripts import the SDK by this name", nextStep: "choose another" }];
  }
  if (!existsSync(name)) return [];
  const rule = "there is a file or folder of this name already";
  return [{ place: "NAME", value: name, rule, nextStep: "choose another, or take it away first" }];
}

function makeFolder(language: NewLanguage, name: string): Scaffold {
  try {
    return scaffold(language, name);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    const rule = `the folder cannot be made (${code})`;
    throw new BadInput([{ place: "NAME", value: name, rule, nextStep: "go to a folder that may be written" }]);
  }
}

function documentOf(language: string, made: Scaffold): object {
  const { folder, allocator, files } = made;
  return { language, folder, allocator, files, next: nextOf(made) };
}

function nextOf({ folder, commands }: Scaffold): string[] {
  return [`cd ${folder}`, ...commands.map((command) => `npx workbench ${command}`)];
}

function textOf(made: Scaffold): string {
  const lines = [
    `${made.folder}/ has ${made.files.join(", ")}`,
    "",
    "next:",
    ...nextOf(made).map((line) => `  ${line}`),
  ];
  return `${lines.join("\n")}\n`;
}
