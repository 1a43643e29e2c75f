import type { ModuleRules } from "../runtimes/native/inspect-native.js";

/** The version of Mesos whose module manager is emulated. */
const MESOS_VERSION = "1.12.0";

/** The kinds of Mesos 1.12 (module facts, section 3); each one's least version is the running one, as in Mesos (K). */
const KINDS: readonly string[] = [
  "Allocator",
  "Anonymous",
  "Authenticatee",
  "Authenticator",
  "Authorizer",
  "ContainerLogger",
  "DiskProfileAdaptor",
  "Hook",
  "HttpAuthenticatee",
  "HttpAuthenticator",
  "Isolator",
  "MasterContender",
  "MasterDetector",
  "QoSController",
  "ResourceEstimator",
  "SecretResolver",
  "TestModule",
];

export const ALLOCATOR_MODULE_RULES: ModuleRules = {
  mesosVersion: MESOS_VERSION,
  kinds: new Map(KINDS.map((kind) => [kind, MESOS_VERSION])),
  kind: "Allocator",
};
