import { MICROS_PER_SECOND } from "../../base/time.js";
import type { Authenticator, Principal } from "../../kinds/authentication/authenticator.js";
import { CRAM_MD5 } from "../../kinds/authentication/cram-md5/cram-md5.js";
import { CramMd5Authenticatee } from "../../kinds/authentication/cram-md5/cram-md5-authenticatee.js";
import type { Credential } from "../../kinds/authentication/credential.js";
import { commonRules } from "../instances/common-rules.js";
import { type InstancePlace, withInstance } from "../instances/instance-place.js";
import type { Routine } from "../instances/routine.js";
import type { Rule } from "../rule.js";
import { doesNotApply, failedWith, PASSED, type Verdict, verdictOn } from "../verdict.js";
import { Conversation, Party } from "./conversation.js";
import { CLIENT, KNOWN, OTHER_KNOWN, UNKNOWN, WRONG } from "./test-credentials.js";

type Place = InstancePlace<Authenticator>;

const CREDENTIALS = [KNOWN, OTHER_KNOWN];
const PATIENCE = 10 * MICROS_PER_SECOND;
const NOT_CRAM_MD5 = doesNotApply(`it does not speak ${CRAM_MD5}`);

/** What it says is told, but not its challenges: those are other ones each time. */
const ROUTINE: Routine<Authenticator> = [
  (authenticator, note) => {
    note(authenticator.initialize(CREDENTIALS).kind);
  },
  (authenticator, note) => {
    const party = new Party<Principal>((message) => note(message.type));
    party.session.begin((host) => authenticator.authenticate(CLIENT, host));
    party.session.close("exited");
  },
];

export const AUTHENTICATOR_RULES: readonly Rule<Place>[] = [
  ...commonRules(ROUTINE),
  { rule: "U1", about: "the right secret is accepted", judge: (place) => judgeEnd(place, KNOWN, accepted(KNOWN)) },
  { rule: "U2", about: "a wrong secret is refused", judge: (place) => judgeEnd(place, WRONG, REFUSED) },
  { rule: "U2", about: "an unknown principal is refused", judge: (place) => judgeEnd(place, UNKNOWN, REFUSED) },
  { rule: "U4", about: "a message out of turn ends the session with an error", judge: judgeOutOfTurn },
  { rule: "U5", about: "after a client is lost it can ask again", judge: judgeLostClient },
  { rule: "U6", about: "a client with an open session is not given another one", judge: judgeSecondSession },
  { rule: "U6", about: "two clients at once do not get in each other's way", judge: judgeTwoClients },
  { rule: "U7", about: "before initialize every request fails", judge: judgeNotInitialized },
  { rule: "U7", about: "initialize twice is an error", judge: judgeTwice },
  {
    rule: "U7",
    about: "without credentials everybody is refused",
    judge: (place) => judgeEnd(place, KNOWN, REFUSED, null),
  },
];

const REFUSED = "the client is refused, the master refuses";

function accepted({ principal }: Credential): string {
  return `the client is accepted, the master accepts ${principal}`;
}

/** The built-in client, with a credential. */
function judgeEnd(
  place: Place,
  credential: Credential,
  expected: string,
  credentials: readonly Credential[] | null = CREDENTIALS,
): Promise<Verdict> {
  return withInstance(place, ({ port }) => {
    const defect = initialize(port, credentials);
    if (defect !== null) return defect;
    const { timer } = place;
    const talk = new Conversation(new CramMd5Authenticatee(), port, timer, CLIENT, credential);
    timer.pass(PATIENCE);
    if (!speaksCramMd5(talk.server)) return NOT_CRAM_MD5;
    return talk.end === expected ? PASSED : failedWith(talk.end);
  });
}

function judgeOutOfTurn(place: Place): Promise<Verdict> {
  return withInstance(place, ({ port }) => {
    const defect = initialize(port);
    if (defect !== null) return defect;
    const party = begun(place, port, CLIENT);
    if (!speaksCramMd5(party)) return NOT_CRAM_MD5;
    party.session.onMessage({ type: "step", data: "a response to no challenge" });
    place.timer.pass(PATIENCE);
    const defects = [];
    if (party.outcome?.kind !== "failed") defects.push("the session does not fail");
    if (!party.has("error")) defects.push("the client is not told of the error");
    return verdictOn(defects);
  });
}

function judgeLostClient(place: Place): Promise<Verdict> {
  return withInstance(place, ({ port }) => {
    const defect = initialize(port);
    if (defect !== null) return defect;
    const lost = begun(place, port, CLIENT);
    lost.session.close("exited");
    const again = begun(place, port, CLIENT);
    if (again.outcome?.kind === "failed") return failedWith(`asked again, it fails: ${again.outcome.message}`);
    return again.said.length > 0 ? PASSED : failedWith("asked again, it says nothing");
  });
}

function judgeSecondSession(place: Place): Promise<Verdict> {
  return withInstance(place, ({ port }) => {
    const defect = initialize(port);
    if (defect !== null) return defect;
    const first = begun(place, port, CLIENT);
    if (!speaksCramMd5(first)) return NOT_CRAM_MD5;
    const second = begun(place, port, CLIENT);
    return second.outcome?.kind === "failed" ? PASSED : failedWith("the second session is opened");
  });
}

function judgeTwoClients(place: Place): Promise<Verdict> {
  return withInstance(place, ({ port }) => {
    const defect = initialize(port);
    if (defect !== null) return defect;
    const { timer } = place;
    const client = new CramMd5Authenticatee();
    const one = new Conversation(client, port, timer, CLIENT, KNOWN);
    const other = new Conversation(client, port, timer, "client-2", OTHER_KNOWN);
    const intruder = new Conversation(client, port, timer, "client-3", WRONG);
    timer.pass(PATIENCE);
    if (!speaksCramMd5(one.server)) return NOT_CRAM_MD5;
    const ends: [Conversation, string][] = [
      [one, accepted(KNOWN)],
      [other, accepted(OTHER_KNOWN)],
      [intruder, REFUSED],
    ];
    return verdictOn(ends.flatMap(([{ end }, expected]) => (end === expected ? [] : [end])));
  });
}

function judgeNotInitialized(place: Place): Promise<Verdict> {
  return withInstance(place, ({ port }) => {
    const { outcome } = begun(place, port, CLIENT);
    return outcome?.kind === "failed" ? PASSED : failedWith("the request does not fail");
  });
}

function judgeTwice(place: Place): Promise<Verdict> {
  return withInstance(place, ({ port }) => {
    const defect = initialize(port);
    if (defect !== null) return defect;
    return port.initialize(CREDENTIALS).kind === "failed" ? PASSED : failedWith("the second one succeeds");
  });
}

function initialize(port: Authenticator, credentials: readonly Credential[] | null = CREDENTIALS): Verdict | null {
  const result = port.initialize(credentials);
  return result.kind === "failed" ? failedWith(`initialize fails: ${result.message}`) : null;
}

function begun({ timer }: Place, port: Authenticator, client: string): Party<Principal> {
  const party = new Party<Principal>();
  party.session.begin((host) => port.authenticate(client, host));
  timer.pass(MICROS_PER_SECOND);
  return party;
}

function speaksCramMd5({ said }: Party<Principal>): boolean {
  return said.some((message) => message.type === "mechanisms" && message.mechanisms.includes(CRAM_MD5));
}
