import { parseResourceText, ResourceTextError } from "../../cluster/resource-text.js";
import type { Environment, Label } from "../launch-info.js";
import type { DockerEnvironment } from "./docker-environment.js";
import type { HookValues } from "./hook-values.js";
import type { ContainerStatus, NetworkInfo, TaskStatusChange } from "./task-status.js";
import { readList, readRecord, readText, ValueDefect } from "./value-defect.js";

type Read<T> = (value: unknown, place: string) => T;

/**
 * Reads the value of a hook's result as module code gave it, by the kind of result that the method has. What is absent
 * and what is null are the same, members that nobody uses are left out.
 *
 * All throw ValueDefect.
 */
export const HOOK_VALUE_READERS: { readonly [K in keyof HookValues]: Read<HookValues[K]> } = {
  labels: readLabels,
  resources: readResources,
  attributes: readAttributes,
  environment: readEnvironment,
  taskStatus: readTaskStatusChange,
  dockerEnvironment: readDockerEnvironment,
  nothing: (_, place) => {
    throw new ValueDefect(`${place} must be absent: this hook only listens`);
  },
};

function readLabels(value: unknown, place: string): readonly Label[] {
  return readList(value, place, (label, at) => {
    const { key, value: text = null } = readRecord(label, at);
    return { key: readText(key, `${at}.key`), value: text === null ? null : readText(text, `${at}.value`) };
  });
}

function readEnvironment(value: unknown, place: string): Environment {
  const variables = Object.entries(readRecord(value, place));
  return Object.fromEntries(variables.map(([name, text]) => [name, readText(text, `${place}.${name}`)]));
}

function readResources(value: unknown, place: string): string {
  const text = readText(value, place);
  try {
    parseResourceText(text);
    return text;
  } catch (error) {
    if (!(error instanceof ResourceTextError)) throw error;
    throw new ValueDefect(`${place}: ${JSON.stringify(error.value)}: ${error.message}`);
  }
}

function readAttributes(value: unknown, place: string): string {
  const text = readText(value, place);
  for (const part of text.split(";")) {
    const isNamed = part.includes(":") && !part.trimStart().startsWith(":");
    if (isNamed || part.trim() === "") continue;
    throw new ValueDefect(`${place}: ${JSON.stringify(part)}: an attribute is written name:value, several joined by ;`);
  }
  return text;
}

function readTaskStatusChange(value: unknown, place: string): TaskStatusChange {
  const { labels, containerStatus } = readRecord(value, place);
  return {
    labels: optional(labels, `${place}.labels`, readLabels),
    containerStatus: optional(containerStatus, `${place}.containerStatus`, readContainerStatus),
  };
}

function readContainerStatus(value: unknown, place: string): ContainerStatus {
  const { networkInfos } = readRecord(value, place);
  return { networkInfos: readList(networkInfos ?? [], `${place}.networkInfos`, readNetworkInfo) };
}

function readNetworkInfo(value: unknown, place: string): NetworkInfo {
  const { ipAddresses, groups, labels } = readRecord(value, place);
  return {
    ipAddresses: readList(ipAddresses ?? [], `${place}.ipAddresses`, readText),
    groups: readList(groups ?? [], `${place}.groups`, readText),
    labels: readLabels(labels ?? [], `${place}.labels`),
  };
}

function readDockerEnvironment(value: unknown, place: string): DockerEnvironment {
  const { executorEnvironment, taskEnvironment } = readRecord(value, place);
  return {
    executorEnvironment: readEnvironment(executorEnvironment ?? {}, `${place}.executorEnvironment`),
    taskEnvironment: readEnvironment(taskEnvironment ?? {}, `${place}.taskEnvironment`),
  };
}

function optional<T>(value: unknown, place: string, read: Read<T>): T | null {
  return value === undefined || value === null ? null : read(value, place);
}
