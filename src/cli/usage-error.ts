import type { Command, CommanderError } from "commander";
import type { Complaint } from "../base/bad-input.js";
import { nearest } from "../base/nearest.js";

/** A mistake on the command line in the one form of all errors: place, value, rule, next step. */
export function usageComplaint(error: CommanderError, program: Command, words: readonly string[]): Complaint {
  const command = program.commands.find((known) => known.name() === words[0]);
  const place = command === undefined ? "workbench" : `workbench ${command.name()}`;
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
          program.commands.map((c) => c.name()),
          help,
        ),
      };
    case "commander.unknownOption": {
      const flag = value.split("=")[0] as string;
      return {
        place,
        value: flag,
        rule: "there is no such flag",
        nextStep: meant(flag, flagsOf(command ?? program), help),
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

function meant(word: string, known: readonly string[], help: string): string {
  const near = nearest(word, known);
  return near === undefined ? help : `did you mean ${near}? ${help}`;
}

function flagsOf(command: Command): string[] {
  return [...command.options.flatMap((option) => option.long ?? []), "--help", "--version"];
}
