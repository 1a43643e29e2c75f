import type { Complaint } from "../../base/bad-input.js";
import type { PlacedCredential, ReadCredentials } from "./credentials-file.js";

/** One line each: a principal, blanks, its secret. Empty lines mean nothing. */
export function credentialsInText(source: string, text: string): ReadCredentials {
  const placed: PlacedCredential[] = [];
  const complaints: Complaint[] = [];
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    const words = line.split(/[ \t]+/).filter((word) => word !== "");
    if (words.length === 0) continue;
    const place = `${source}:${index + 1}:${line.search(/[^ \t]/) + 1}`;
    const [principal, secret] = words;
    if (words.length === 2) placed.push({ place, credential: { principal: principal!, secret: secret! } });
    else complaints.push({ place, ...lineFault(words.length) });
  }
  return { placed, complaints, warnings: [] };
}

/** Without the line itself: any of its words may be the secret. */
function lineFault(words: number): Omit<Complaint, "place"> {
  const found = words === 1 ? "this line has one word" : `this line has ${words} words`;
  const rule = `a line of a credentials file is a principal and its secret; ${found}`;
  return { rule, nextStep: "write one principal and one secret; what holds blanks has to be written in the JSON form" };
}
