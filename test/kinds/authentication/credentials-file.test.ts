import { describe, expect, it } from "vitest";
import { BadInput, type Complaint, formatComplaint } from "../../../src/base/bad-input.js";
import { readCredentials } from "../../../src/kinds/authentication/credentials-file.js";
import { readJson } from "../../../src/modules/read-json.js";

const read = (text: string) => readCredentials("creds", text, readJson);

function complaints(text: string): string[] {
  try {
    read(text);
  } catch (error) {
    if (error instanceof BadInput) return error.complaints.map(formatComplaint);
    throw error;
  }
  throw new Error("was accepted");
}

const places = (all: readonly Complaint[]) => all.map(({ place, rule }) => `${place} ${rule}`);

describe("a credentials file", () => {
  it("is JSON with a list of principals and secrets", () => {
    const text = '{"credentials": [{"principal": "ann", "secret": "sesame"}, {"principal": "bob lee", "secret": ""}]}';
    expect(read(text)).toEqual({
      credentials: [
        { principal: "ann", secret: "sesame" },
        { principal: "bob lee", secret: "" },
      ],
      warnings: [],
    });
  });

  it("is text with a principal and its secret on each line", () => {
    const expected = [
      { principal: "ann", secret: "sesame" },
      { principal: "bob", secret: '{"x"}' },
    ];
    expect(read('ann sesame\nbob {"x"}')).toEqual({ credentials: expected, warnings: [] });
    expect(read('\r\n  ann \t sesame  \r\n\r\nbob {"x"}\r\n').credentials).toEqual(expected);
  });

  it("may hold nobody", () => {
    expect(read('{"credentials": []}').credentials).toEqual([]);
    expect(read("\n\n").credentials).toEqual([]);
  });

  it("takes one object for a list of one, and null for what is not there (M9, M11)", () => {
    const credentials = [{ principal: "ann", secret: "sesame" }];
    expect(read('{"credentials": {"principal": "ann", "secret": "sesame"}}').credentials).toEqual(credentials);
    expect(read('{"credentials": [null, {"principal": "ann", "secret": "sesame"}]}').credentials).toEqual(credentials);
    const bare = read('{"credentials": [{"principal": "ann", "secret": null}]}');
    expect(bare.credentials).toEqual([{ principal: "ann", secret: null }]);
    expect(places(bare.warnings)).toEqual([
      "creds:1:18 a credential without a secret, with which nobody can authenticate",
    ]);
  });

  it("warns of unknown keys and names the one that may be meant (D23)", () => {
    const { credentials, warnings } = read('{\n "credentials": [{"principal": "ann", "secret": "x", "secrets": "y"}]}');
    expect(credentials).toEqual([{ principal: "ann", secret: "x" }]);
    expect(warnings.map(formatComplaint)).toEqual([
      'creds:2:54: "secrets": an unknown key is ignored; write secret, if you meant that',
    ]);
  });

  it("warns of a principal that stands twice, in either form", () => {
    const json = '{"credentials": [{"principal": "ann", "secret": "a"}, {"principal": "ann", "secret": "b"}]}';
    const rule = "the principal is given more than once, and the last one counts";
    expect(places(read(json).warnings)).toEqual([`creds:1:32 ${rule}`]);
    expect(places(read("ann a\n  bob c\nann b\nbob d").warnings)).toEqual([`creds:1:1 ${rule}`, `creds:2:3 ${rule}`]);
  });

  it("warns of a key that stands twice (M7)", () => {
    const { credentials, warnings } = read('{"credentials": [], "credentials": [{"principal": "ann", "secret": "x"}]}');
    expect([credentials.length, warnings.length]).toEqual([1, 1]);
  });
});

describe("a wrong credentials file", () => {
  it("is refused with all that is wrong with it, each with its place, and no secret is shown", () => {
    const text = [
      '{"credentials": [',
      '  {"principal": 7, "secret": "sesame"},',
      '  {"secret": "sesame"},',
      '  {"principal": "ann", "secret": 4711},',
      '  "sesame",',
      '  {"principle": "ann", "secret": "sesame"},',
      '  {"principal": "", "secret": "sesame"}]}',
    ].join("\n");
    const all = complaints(text);
    expect(all).toEqual([
      'creds:6:4: "principle": an unknown key is ignored; write principal, if you meant that',
      "creds:2:17: a principal is a text that is not empty; write who it is, in quotes",
      "creds:3:3: a credential has a principal; add principal",
      "creds:4:34: a secret is a text; put it in double quotes",
      expect.stringMatching(/^creds:5:3: a credential is an object; write /),
      "creds:6:3: a credential has a principal; add principal",
      "creds:7:17: a principal is a text that is not empty; write who it is, in quotes",
    ]);
    expect(all.join("\n")).not.toMatch(/sesame|4711/);
  });

  it("is refused when it is other JSON", () => {
    expect(complaints("{}")[0]).toMatch(/^creds:1:1: the key credentials is missing; write /);
    expect(complaints('[{"principal": "ann"}]')[0]).toMatch(/^creds:1:1: credentials are a JSON object; /);
    expect(complaints('{"credentials": "ann sesame"}')[0]).toMatch(/^creds:1:17: a credential is an object; /);
    expect(complaints('{"credentials": [],}')[0]).toMatch(/^creds:1:19: not valid JSON: trailing comma; /);
  });

  it("is refused when lines have one word or three, with all of them", () => {
    const all = complaints("ann sesame\nbob\n  carl the sesame\n");
    expect(all.map((line) => line.slice(0, 11))).toEqual(["creds:2:1: ", "creds:3:3: "]);
    expect(all[0]).toContain("this line has one word");
    expect(all[1]).toContain("this line has 3 words");
    expect(all.join("\n")).not.toContain("sesame");
  });
});
