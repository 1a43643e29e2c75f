/** Modules each of which breaks one rule of its kind's battery. */
const about = {
  moduleApiVersion: "2",
  mesosVersion: "1.12.0",
  authorName: "Module Author",
  authorEmail: "author@example.org",
  description: "A module for tests.",
};

/** Offers to everybody who wants something all that is there, whoever it is reserved to. */
function offerAll(cluster, take = 1) {
  for (const agent of cluster.candidates) {
    for (const role of cluster.rolesByShare()) {
      for (const subscription of cluster.subscriptionsByShare(role)) {
        const offer = cluster.zeros();
        for (const key of cluster.plainKeys) {
          if (cluster.keys[key].name === "cpus") offer[key] = take * agent.free[key];
        }
        if (offer.some((amount) => amount > 0)) return cluster.offer(subscription, agent, offer);
      }
    }
  }
}

export const org_example_greedy = { ...about, kind: "Allocator", decide: (cluster) => offerAll(cluster, 2) };

export const org_example_idle = { ...about, kind: "Allocator", decide() {} };

const kept = [];

/** Decides nothing, and forgets nothing. */
export const org_example_hoarder = {
  ...about,
  kind: "Allocator",
  decide() {
    kept.push(new Array(20_000).fill(kept.length));
  },
};

export const org_example_spinner = {
  ...about,
  kind: "Hook",
  create: () => ({
    slaveAttributesDecorator() {
      while (true);
    },
    masterSlaveLostHook: () => 42,
  }),
};

export const org_example_babbler = {
  ...about,
  kind: "Hook",
  create: () => ({
    slaveRunTaskLabelDecorator: () => [{ key: 7 }],
    slaveResourcesDecorator: () => "a lot",
    slaveExecutorEnvironmentDecorator: ({ executor }) => executor.environment,
  }),
};

export const org_example_stranger = { ...about, kind: "Hook", create: () => ({ masterLaunchTaskHook: () => null }) };

let calls = 0;

/** All of its instances count together. */
export const org_example_shared = {
  ...about,
  kind: "Hook",
  create: () => ({ slaveExecutorEnvironmentDecorator: () => ({ CALLS: String(++calls) }) }),
};

export const org_example_leaky = {
  ...about,
  kind: "Hook",
  create() {
    kept.push(new Array(20_000).fill(kept.length));
    return {};
  },
};

export const org_example_sloppy = {
  ...about,
  kind: "Isolator",
  create(_parameters, host) {
    const known = new Set();
    return {
      prepare({ container }) {
        known.add(container);
        return { rootfs: "/" };
      },
      update: () => host.future(),
      usage: () => ({ cpus: "many" }),
      cleanup({ container }) {
        if (!known.has(container)) throw new Error(`there is no ${container}`);
      },
    };
  },
};

export const org_example_lender = {
  ...about,
  kind: "ResourceEstimator",
  create: () => ({ oversubscribable: () => "cpus:2" }),
};

export const org_example_killer = {
  ...about,
  kind: "QoSController",
  create: () => ({ corrections: () => [{ type: "KILL", kill: { framework: "nobody", executor: "nobody" } }] }),
};

export const org_example_barren = { ...about, kind: "Anonymous", create: () => null };

export const org_example_adder = {
  ...about,
  kind: "TestModule",
  create: (parameters) => ({
    foo: ({ b }) => b,
    bar: ({ a, b }) => Math.round(a * b),
    baz: ({ a, b }) => a + b,
    parameters: () => parameters,
  }),
};

/** Lets everybody in. */
export const org_example_open_door = {
  ...about,
  kind: "Authenticator",
  create: () => ({
    authenticate: () => ({ send: [{ type: "mechanisms", mechanisms: ["CRAM-MD5"] }] }),
    onMessage: ({ message }) =>
      message.type === "start"
        ? { send: [{ type: "step", data: "<1@master>" }] }
        : { send: [{ type: "completed" }], outcome: { kind: "ready", value: "tim" } },
  }),
};
