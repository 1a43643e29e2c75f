export type Fengari = typeof import("fengari").default;

/** Loads the VM on first use: a run without Lua scripts never pays for it. */
export async function importFengari(): Promise<Fengari> {
  return (await import("fengari")).default;
}
