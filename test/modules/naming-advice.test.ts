import { describe, expect, it } from "vitest";
import { namingAdvice } from "../../src/modules/naming-advice.js";

const adviceOn = (name: string, authorEmail: string | null = null) => namingAdvice(name, { authorEmail });

describe("the advice on module names", () => {
  it.each(["org_apache_mesos_bar", "com_example_barBaz", "com_example_Bar2", "io_my_x"])(
    "is content with %s: domain reversed, the module's own case kept (D10)",
    (name) => expect(adviceOn(name)).toBeNull(),
  );

  it.each([
    "ExternalAllocatorModule",
    "TestTaskHook",
    "bar",
    "example_bar",
    "Com_example_bar",
    "com_Example_bar",
    "com__bar",
    "",
  ])("has a word on %j (D11)", (name) =>
    expect(adviceOn(name)).toContain("a module's name begins with its author's domain"),
  );

  it("makes its example from the author's address", () => {
    expect(adviceOn("barBaz", "me@Mail.Example.com")).toContain("such as com_example_mail_barBaz");
    expect(adviceOn("barBaz", "nobody")).toContain("such as org_example_barBaz");
    expect(adviceOn("")).toContain("such as org_example_Module");
  });
});
