import { describe, expect, it } from "vitest";
import { complaintsOf, loadText } from "../fixtures/scenarios/load-text.js";

function scenario(agent: string, framework = "", more = ""): string {
  return `scenario: 1
agents: [{ count: 2, resources: "cpus:4"${agent} }]
frameworks:
  - name: web
    roles: [prod, batch]
${framework === "" ? "" : `    ${framework}\n`}duration: 1h
${more}`;
}

async function planOf(text: string) {
  const plan = (await loadText(text)).rows[0]?.plan;
  if (plan === undefined) throw new Error("no row");
  return plan;
}

describe("agents with something to tell", () => {
  it("have attributes from a text or a map, each kind as Mesos takes it", async () => {
    const text = await planOf(scenario(', attributes: "rack:r1;size:4;ports:[1-2];tags:{a,b}"'));
    const map = await planOf(scenario(', attributes: { rack: r1, size: 4, ports: [1-2], tags: "{a,b}" }'));
    expect(text.agents[1]?.profile).toEqual({
      hostname: "agent-002",
      attributes: [
        { name: "rack", kind: "text", value: "r1" },
        { name: "size", kind: "scalar", value: "4" },
        { name: "ports", kind: "ranges", value: "[1-2]" },
        { name: "tags", kind: "set", value: "{a,b}" },
      ],
      domain: null,
      capabilities: ["MULTI_ROLE", "HIERARCHICAL_ROLE", "RESERVATION_REFINEMENT"],
    });
    expect(map.agents).toEqual(text.agents);
  });

  it("are plain when nothing is told", async () => {
    expect(await planOf(scenario(", joins: 0s")).then(({ agents }) => agents[0])).not.toHaveProperty("profile");
    expect(await planOf(scenario(", joins: 0s")).then(({ agents }) => agents[0])).not.toHaveProperty("joinsAt");
  });

  it("may lack every capability", async () => {
    expect((await planOf(scenario(", capabilities: []"))).agents[0]?.profile?.capabilities).toEqual([]);
  });

  it("have a domain only where the master has one (P2), with region and zone", async () => {
    const domain = "domain: { region: eu, zone: eu-1 }\n";
    expect(await complaintsOf(scenario(", region: eu, zone: eu-2"))).toEqual([
      's.yaml:2:51: "eu": an agent has a domain only where the master has one (P2); add domain: {region: NAME, zone: NAME} at the top of the scenario, or remove it here',
    ]);
    expect(await complaintsOf(scenario(", region: eu", "", domain))).toEqual([
      's.yaml:2:51: "eu": a domain has a region and a zone; add zone: NAME',
    ]);
    expect(await complaintsOf(scenario(", zone: eu", "", "domain: { region: eu }\n"))).toEqual([
      's.yaml:2:49: "eu": a domain has a region and a zone; add region: NAME',
      "s.yaml:7:9: a domain needs the key zone; add zone: ...",
    ]);
    const { agents } = await planOf(scenario(", region: us, zone: us-1", "", domain));
    expect(agents[0]?.profile?.domain).toEqual({ region: "us", zone: "us-1" });
  });

  it.each([
    [
      ', attributes: "rack"',
      '2:55: "rack": an attribute is written name:value, several joined by semicolons; write such as rack:r1;size:4, or {rack: r1, size: 4}',
    ],
    [
      ", attributes: { ports: [a-b] }",
      '2:64: "[a-b]": ranges are written [first-last,first-last]; write such as rack:r1;size:4, or {rack: r1, size: 4}',
    ],
    [
      ', attributes: { rack: "a;b:c" }',
      `2:63: "a;b:c": an attribute's value has no ;; write one attribute for each key`,
    ],
    [', attributes: { "a:b": c }', `2:57: "a:b": an attribute's name has neither : nor ;; change the name`],
    [
      ", attributes: { a: true }",
      '2:60: "true": an attribute is a text, a number, a list of ranges such as [1-2], or a set in quotes such as "{a,b}"; write for example r1',
    ],
    [
      ", capabilities: [GPU]",
      '2:58: "GPU": a capability is one that Mesos\' agents have; write one of MULTI_ROLE, HIERARCHICAL_ROLE, RESERVATION_REFINEMENT',
    ],
    [", joins: -1s", '2:50: "-1s": a duration may not be negative; write it such as 30s'],
  ])("are refused with%s", async (agent, line) => {
    expect(await complaintsOf(scenario(agent))).toEqual([`s.yaml:${line}`]);
  });
});

describe("what a framework wants to be offered", () => {
  it("may be a minimum for all its roles, or for some (F10)", async () => {
    const all = await planOf(scenario("", 'minAllocatable: ["cpus:2;mem:64", { mem: 1GB }]'));
    expect(all.frameworks[0]?.preferences).toEqual({
      minAllocatable: new Map(["prod", "batch"].map((role) => [role, ["cpus:2;mem:64", "mem:1024"]])),
      constraints: new Map(),
    });
    const some = await planOf(scenario("", "minAllocatable: { batch: [] }"));
    expect(some.frameworks[0]?.preferences?.minAllocatable).toEqual(new Map([["batch", []]]));
  });

  it("may be agents by attributes and pseudo attributes (P8)", async () => {
    const plan = await planOf(
      scenario(
        "",
        'offerConstraints: { prod: [[{ attribute: rack, exists: true }, { pseudo: ZONE, notEquals: z1 }], [{ pseudo: HOSTNAME, notMatches: "a.*" }]] }',
      ),
    );
    expect(plan.frameworks[0]?.preferences?.constraints).toEqual(
      new Map([
        [
          "prod",
          [
            [
              { selector: { kind: "attribute", name: "rack" }, predicate: { kind: "exists" } },
              { selector: { kind: "ZONE" }, predicate: { kind: "notEquals", text: "z1" } },
            ],
            [{ selector: { kind: "HOSTNAME" }, predicate: { kind: "notMatches", text: "a.*" } }],
          ],
        ],
      ]),
    );
  });

  it("is absent when nothing is said", async () => {
    expect((await planOf(scenario(""))).frameworks[0]).not.toHaveProperty("preferences");
  });

  it.each([
    [
      "minAllocatable: { eng: [] }",
      '6:23: "eng": the framework is not subscribed to this role; name one of prod, batch',
    ],
    [
      'minAllocatable: ["cpus(prod):1"]',
      '6:22: "cpus(prod)": a number for each name and nothing else: no (role), [id], {REV} or items; write such as cpus:4',
    ],
    [
      "offerConstraints: { eng: [[{ attribute: a, exists: true }]] }",
      '6:25: "eng": the framework is not subscribed to this role; name one of prod, batch',
    ],
    [
      "offerConstraints: { prod: [] }",
      '6:31: "[]": offer constraints of a role are a list of at least one group (P8); write for example [[{attribute: rack, equals: r1}]]',
    ],
    [
      "offerConstraints: { prod: [[]] }",
      '6:32: "[]": a group is a list of at least one constraint (P8); write for example [{attribute: rack, equals: r1}]',
    ],
    [
      "offerConstraints: { prod: [[{ exists: true }]] }",
      '6:33: "{\\"exists\\":true}": a constraint is about one attribute, or one pseudo attribute (P8); add attribute: ...',
    ],
    [
      "offerConstraints: { prod: [[{ attribute: a, exists: true, equals: b }]] }",
      '6:33: "{\\"attribute\\":\\"a\\",\\"exists\\":true,\\"equals\\":\\"b\\"}": a constraint has one of exists, notExists, equals, notEquals, matches, notMatches (P8); keep exists alone, and write another constraint',
    ],
    [
      "offerConstraints: { prod: [[{ pseudo: RACK, exists: true }]] }",
      '6:43: "RACK": a pseudo attribute is HOSTNAME, REGION or ZONE; write one of HOSTNAME, REGION, ZONE',
    ],
    [
      "offerConstraints: { prod: [[{ attribute: a, exists: false }]] }",
      '6:57: "false": exists is true; write for example true',
    ],
    [
      'offerConstraints: { prod: [[{ attribute: a, matches: "(b" }]] }',
      /^s\.yaml:6:58: "\(b": RE2 cannot compile the regular expression \(.*\) \(P8\); write an RE2 expression such as rack-\[0-9\]\+$/,
    ],
  ])("is refused as %s", async (framework, line) => {
    const lines = await complaintsOf(scenario("", framework));
    expect(lines).toHaveLength(1);
    if (typeof line === "string") expect(lines[0]).toBe(`s.yaml:${line}`);
    else expect(lines[0]).toMatch(line);
  });

  it("may match by a regular expression of 1024 characters and no more", async () => {
    const constraints = (length: number) => {
      return `offerConstraints: { prod: [[{ attribute: a, notMatches: "${"b".repeat(length)}" }]] }`;
    };
    expect(await complaintsOf(scenario("", constraints(1024)))).toEqual([]);
    expect((await complaintsOf(scenario("", constraints(1025)))).join()).toMatch(
      /^s\.yaml:6:61: "b+…": a regular expression has at most 1024 characters \(P8\); write an RE2 expression/,
    );
  });
});
