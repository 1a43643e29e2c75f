// Puts the questions of its parameter to the SDK: a question a line, its words parted by tabs. Answers that are texts are
// printed behind the question's number, those that are numbers are reported as metrics.
import * as workbench from "workbench";

function answersOf(cluster) {
  const find = (list, name) => list.find((each) => each.name === name);
  const role = (name) => find(cluster.roles, name);
  const agent = (name) => find(cluster.agents, name);
  const vector = (text) => cluster.resources(text);
  const text = (resources) => (resources === null ? "none" : cluster.text(resources));
  const named = ({ name, framework, role }) => name ?? `${framework.name}@${role.name}`;
  const names = (list) => list.map(named).join(" ");
  const subscription = (words) => {
    const [, framework, of] = /^(.*)@(.*)$/.exec(words);
    return role(of).subscriptions.find((each) => each.framework.name === framework);
  };
  const plainKey = (name) => cluster.plainKeys.find((key) => cluster.keys[key].name === name);
  return {
    resources: (a) => text(vector(a)),
    zeros: () => text(cluster.zeros()),
    quantity: (a, name) => cluster.quantity(vector(a), plainKey(name)),
    fits: (a, b) => workbench.fits(vector(a), vector(b)),
    plus: (a, b) => text(workbench.plus(vector(a), vector(b))),
    minus: (a, b) => text(workbench.minus(vector(a), vector(b))),
    least: (a, b) => text(workbench.least(vector(a), vector(b))),
    isZero: (a) => workbench.isZero(vector(a)),
    subscriptions: (name) => names(name === undefined ? cluster.subscriptions() : cluster.subscriptions(role(name))),
    wantsOffers: (a) => cluster.wantsOffers(subscription(a)),
    candidates: () => names(cluster.candidates),
    isOfferable: (a) => cluster.isOfferable(agent(a)),
    offerable: (a, b, most) => text(cluster.offerable(subscription(a), agent(b), most && vector(most))),
    lendable: (a, b, owner, most) => text(cluster.lendable(subscription(a), agent(b), role(owner), vector(most))),
    unusedGuarantee: (a) => text(cluster.unusedGuarantee(role(a))),
    owed: (a) => text(cluster.owed(role(a))),
    reclaiming: (a) => text(cluster.reclaiming(role(a))),
    victimsFor: (wanted, places) => {
      const tasks = places.split(" ").map((place) => cluster.tasks[Number(place)] ?? place);
      const victims = cluster.victimsFor(vector(wanted), tasks);
      return victims === null ? "none" : victims.map((task) => cluster.tasks.indexOf(task)).join(" ");
    },
    revoke: (place, a) => cluster.revoke(cluster.tasks[Number(place)], cluster.t, role(a)),
    roleShare: (a) => cluster.roleShare(role(a)),
    subscriptionShare: (a) => cluster.subscriptionShare(subscription(a)),
    dominantShare: (a) => cluster.dominantShare(vector(a)),
    rolesByShare: () => names(cluster.rolesByShare()),
    subscriptionsByShare: (a) => names(cluster.subscriptionsByShare(a && role(a))),
    isAllocatable: (a) => cluster.isAllocatable(vector(a)),
    isGpuAgentClosedTo: (a, b) => cluster.isGpuAgentClosedTo(agent(a), find(cluster.frameworks, b)),
    isFiltered: (a, b, c) => cluster.isFiltered(subscription(a), agent(b), vector(c)),
    demand: (a) => {
      const requests = cluster.demand(subscription(a));
      return requests.map(({ count, resources }) => `${count} x ${text(resources)}`).join(" ");
    },
    roleDemand: (a) => text(cluster.roleDemand(role(a))),
    tasks: () => cluster.tasks.map(({ resources }) => text(resources)).join(" "),
    bestFit: (agents, wanted) => {
      const among = agents.split(" ").filter((name) => name !== "");
      return cluster.bestFit(among.map(agent), vector(wanted))?.name ?? "none";
    },
    free: (a) => text(agent(a).free),
    held: (a) => text(subscription(a).held),
    lent: (a) => text(role(a).lent),
    borrowed: (a) => text((a.includes("@") ? subscription(a) : role(a)).borrowed),
    offer: (a, b, c) => cluster.offer(subscription(a), agent(b), vector(c)),
    lend: (a, b, c, d) => cluster.offer(subscription(a), agent(b), vector(c), { owner: role(d) }),
    lendsFromOther: (a, b, c) => cluster.lendsFromOther(subscription(a), agent(b), role(c)),
    metric: (a, b) => cluster.metric(a, Number(b)),
  };
}

function shown(answer) {
  if (answer === undefined) return "done";
  return typeof answer === "boolean" ? (answer ? "yes" : "no") : answer;
}

function answer(question, words) {
  try {
    return shown(question(...words));
  } catch (error) {
    return `error: ${error.message}`;
  }
}

export function decide(cluster) {
  const answers = answersOf(cluster);
  for (const [i, line] of cluster.parameters.questions.split("\n").entries()) {
    const [ask, ...words] = line.split("\t");
    const given = answer(answers[ask], words);
    if (typeof given === "number") cluster.metric(`answer.${i + 1}`, given);
    else console.log(`${i + 1}\t${given}`);
  }
}
