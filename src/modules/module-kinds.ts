/** What a kind of module is for. */
export interface ModuleKind {
  readonly name: string;
  /** The first Mesos release whose kind table has it. */
  readonly since: string;
  /** How a module of this kind comes into play here; null for a kind that Mesos knows and the workbench has no part for. */
  readonly part: string | null;
}

/**
 * The kind table of Mesos 1.12 (module facts, section 3): data about kinds, kept by the makers of the manager; it does not
 * list modules (D19). `SecretGenerator` has a header but never stood in it, so it is unknown (K1); `DiskProfileAdaptor` is
 * in it although Mesos' own list of kinds leaves it out (K2).
 */
export const MODULE_KINDS: readonly ModuleKind[] = [
  { name: "Allocator", since: "0.23.0", part: "decides who is offered what; chosen with --allocator" },
  { name: "Anonymous", since: "0.22.0", part: "is created at the start and never called" },
  { name: "Authenticatee", since: "0.22.0", part: "proves who a framework or agent is; --authenticatee" },
  { name: "Authenticator", since: "0.21.0", part: "checks who a framework or agent is; --authenticators" },
  { name: "Authorizer", since: "0.24.0", part: null },
  { name: "ContainerLogger", since: "0.27.0", part: null },
  { name: "DiskProfileAdaptor", since: "1.5.0", part: null },
  { name: "Hook", since: "0.22.0", part: "changes what master and agent send on; --hooks" },
  { name: "HttpAuthenticatee", since: "1.5.0", part: null },
  { name: "HttpAuthenticator", since: "0.27.0", part: null },
  { name: "Isolator", since: "0.21.0", part: "keeps a container within its limits; --isolation" },
  { name: "MasterContender", since: "1.0.0", part: null },
  { name: "MasterDetector", since: "1.0.0", part: null },
  { name: "QoSController", since: "0.23.0", part: "takes resources back from revocable tasks; --qos-controller" },
  { name: "ResourceEstimator", since: "0.23.0", part: "says what can be lent as revocable; --resource-estimator" },
  { name: "SecretResolver", since: "1.4.0", part: null },
  { name: "TestModule", since: "0.21.0", part: "shows that loading and parameters work; tried by workbench test" },
];
