/** Fengari cuts file names in messages at 59 characters unless this is set while it loads. */
const LONGEST_FILE_NAME = 4096;

export type Fengari = typeof import("fengari").default;

/** Loads the VM on first use: a run without Lua scripts never pays for it. */
export async function importFengari(): Promise<Fengari> {
  const before = process.env.FENGARICONF;
  process.env.FENGARICONF = JSON.stringify({ LUA_IDSIZE: LONGEST_FILE_NAME });
  try {
    return (await import("fengari")).default;
  } finally {
    if (before === undefined) delete process.env.FENGARICONF;
    else process.env.FENGARICONF = before;
  }
}
