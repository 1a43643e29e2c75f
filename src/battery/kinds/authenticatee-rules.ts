import { randomStream } from "../../base/random.js";
import { MICROS_PER_SECOND } from "../../base/time.js";
import type { Authenticatee } from "../../kinds/authentication/authenticatee.js";
import { CRAM_MD5 } from "../../kinds/authentication/cram-md5/cram-md5.js";
import { CramMd5Authenticator } from "../../kinds/authentication/cram-md5/cram-md5-authenticator.js";
import type { Credential } from "../../kinds/authentication/credential.js";
import { commonRules } from "../instances/common-rules.js";
import { type InstancePlace, withInstance } from "../instances/instance-place.js";
import { answerText, type Routine } from "../instances/routine.js";
import type { Rule } from "../rule.js";
import { doesNotApply, failedWith, PASSED, type Verdict, verdictOn } from "../verdict.js";
import { Conversation, Party } from "./conversation.js";
import { CLIENT, KNOWN, OTHER_KNOWN, UNKNOWN, WITHOUT_SECRET, WRONG } from "./test-credentials.js";

type Place = InstancePlace<Authenticatee>;

const PATIENCE = 10 * MICROS_PER_SECOND;
const CHALLENGE = "<1896.697170952@postoffice.reston.mci.net>";
const NOT_CRAM_MD5 = doesNotApply(`it does not speak ${CRAM_MD5}`);

const ROUTINE: Routine<Authenticatee> = [
  (authenticatee, note) => {
    const party = new Party<boolean>((message) => note(answerText("says", message)));
    party.session.begin((host) => authenticatee.authenticate(CLIENT, KNOWN, host));
    party.session.onMessage({ type: "mechanisms", mechanisms: [CRAM_MD5] });
    party.session.onMessage({ type: "step", data: CHALLENGE });
    party.session.close("destroyed");
  },
];

export const AUTHENTICATEE_RULES: readonly Rule<Place>[] = [
  ...commonRules(ROUTINE),
  { rule: "U1", about: "with the right secret it is accepted", judge: (place) => judgeEnd(place, KNOWN, ACCEPTED) },
  { rule: "U2", about: "with a wrong secret it is refused", judge: (place) => judgeEnd(place, WRONG, REFUSED) },
  { rule: "U2", about: "as an unknown principal it is refused", judge: (place) => judgeEnd(place, UNKNOWN, REFUSED) },
  { rule: "U3", about: "without a secret it is refused at once, and says nothing", judge: judgeNoSecret },
  { rule: "U4", about: "a challenge out of turn makes the attempt fail", judge: judgeOutOfTurn },
  { rule: "U4", about: "an error of the master makes the attempt fail", judge: judgeError },
  { rule: "U5", about: "after an attempt was discarded it can try again", judge: judgeDiscarded },
  { rule: "U6", about: "two attempts at once do not get in each other's way", judge: judgeTwoAttempts },
];

const ACCEPTED = `the client is accepted, the master accepts ${KNOWN.principal}`;
const REFUSED = "the client is refused, the master refuses";

/** The built-in master. */
function master({ timer, seed }: Place): CramMd5Authenticator {
  const authenticator = new CramMd5Authenticator(timer, randomStream(seed, "battery challenges"));
  authenticator.initialize([KNOWN, OTHER_KNOWN]);
  return authenticator;
}

function judgeEnd(place: Place, credential: Credential, expected: string): Promise<Verdict> {
  return withInstance(place, ({ port }) => {
    const talk = new Conversation(port, master(place), place.timer, CLIENT, credential);
    place.timer.pass(PATIENCE);
    if (!speaksCramMd5(talk.client)) return NOT_CRAM_MD5;
    return talk.end === expected ? PASSED : failedWith(talk.end);
  });
}

/** The rule is about a way of proving that needs one. */
async function judgeNoSecret(place: Place): Promise<Verdict> {
  if (!(await withInstance(place, ({ port }) => speaksCramMd5(offered(place, port))))) return NOT_CRAM_MD5;
  return withInstance(place, ({ port }) => {
    const party = begun(place, port, WITHOUT_SECRET);
    if (party.said.length > 0) return failedWith(`it says ${party.said[0]?.type}`);
    const isRefused = party.outcome?.kind === "ready" && party.outcome.value === false;
    return isRefused ? PASSED : failedWith("the attempt does not end in a refusal");
  });
}

function judgeOutOfTurn(place: Place): Promise<Verdict> {
  return withInstance(place, ({ port }) => {
    if (!speaksCramMd5(offered(place, port))) return NOT_CRAM_MD5;
    const party = begun(place, port, KNOWN);
    party.session.onMessage({ type: "step", data: CHALLENGE });
    place.timer.pass(PATIENCE);
    return party.outcome?.kind === "failed" ? PASSED : failedWith("the attempt does not fail");
  });
}

function judgeError(place: Place): Promise<Verdict> {
  return withInstance(place, ({ port }) => {
    const party = begun(place, port, KNOWN);
    party.session.onMessage({ type: "error", error: "no authenticator is loaded" });
    place.timer.pass(PATIENCE);
    return party.outcome?.kind === "failed" ? PASSED : failedWith("the attempt does not fail");
  });
}

function judgeDiscarded(place: Place): Promise<Verdict> {
  return withInstance(place, ({ port }) => {
    begun(place, port, KNOWN).session.close("discarded");
    const again = begun(place, port, KNOWN);
    return again.has("authenticate") ? PASSED : failedWith("it does not ask the master again");
  });
}

function judgeTwoAttempts(place: Place): Promise<Verdict> {
  return withInstance(place, ({ port }) => {
    const authenticator = master(place);
    const one = new Conversation(port, authenticator, place.timer, CLIENT, KNOWN);
    const other = new Conversation(port, authenticator, place.timer, "client-2", WRONG);
    place.timer.pass(PATIENCE);
    if (!speaksCramMd5(one.client)) return NOT_CRAM_MD5;
    const ends: [Conversation, string][] = [
      [one, ACCEPTED],
      [other, REFUSED],
    ];
    return verdictOn(ends.flatMap(([{ end }, expected]) => (end === expected ? [] : [end])));
  });
}

function begun({ timer }: Place, port: Authenticatee, credential: Credential): Party<boolean> {
  const party = new Party<boolean>();
  party.session.begin((host) => port.authenticate(CLIENT, credential, host));
  timer.pass(MICROS_PER_SECOND);
  return party;
}

/** An attempt that has been offered the mechanism. */
function offered(place: Place, port: Authenticatee): Party<boolean> {
  const party = begun(place, port, KNOWN);
  party.session.onMessage({ type: "mechanisms", mechanisms: [CRAM_MD5] });
  place.timer.pass(MICROS_PER_SECOND);
  return party;
}

function speaksCramMd5({ said }: Party<boolean>): boolean {
  return said.some((message) => message.type === "start" && message.mechanism === CRAM_MD5);
}
