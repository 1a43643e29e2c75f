import type { Command, CommanderError } from "commander";
import type { Complaint } from "../base/bad-input.js";
import { nearest } from "../base/nearest.js";

/** A mistake on the command line in the one form of all errors: place, value, rule, next step. */
export function usageComplaint(error: CommanderError, program: Command, words: readonly string[]): Complaint {
  const command = commandOf(program, words);
  const place = nameOf(command);
  const value = /'([^']*)'/.exec(error.message)?.[1] ?? "";
  const help = `${place} --help says how to call it`;
  switch (error.code) {
    case "commander.unknownCommand":
      return {
        place,
        value,
        rule: "there is no such command",
        nextStep: meant(
          value,
          command.commands.map((c) => c.name()),
          help,
        ),
      };
    case "commander.unknownOption": {
      const flag = value.split("=")[0] as string;
      return {
        place,
        value: flag,
        rule: "there is no such flag",
        nextStep: meant(flag, flagsOf(command), help),
      };
    }
    case "commander.missingArgument":
      return { place, rule: `it needs a ${value.toUpperCase()}`, nextStep: help };
    case "commander.optionMissingArgument":
      return {
        place,
        value: value.split(" ")[0] as string,
        rule: "this flag takes a value",
        nextStep: `write it as ${value.replace(" ", "=")}`,
      };
    case "commander.excessArguments":
      return { place, rule: "too many arguments", nextStep: help };
    default:
      return { place, rule: error.message.replace(/^error: /, ""), nextStep: help };
  }
}

/** `modules check` is a command of a command. */
function commandOf(parent: Command, words: readonly string[]): Command {
  const command = parent.commands.find((known) => known.name() === words[0]);
  return command === undefined ? parent : commandOf(command, words.slice(1));
}

/** `workbench modules check` */
function nameOf(command: Command): string {
  return command.parent === null ? command.name() : `${nameOf(command.parent)} ${command.name()}`;
}

function meant(word: string, known: readonly string[], help: string): string {
  const near = nearest(word, known);
  return near === undefined ? help : `did you mean ${near}? ${help}`;
}

function flagsOf(command: Command): string[] {
  return [...command.options.flatMap((option) => option.long ?? []), "--help", "--version"];
}
