/*
 * Pyodide is made of modules that only import() loads, and code that V8 has compiled before has none: so this file stays
 * outside of all that the build joins.
 */
module.exports = async () => {
  const [{ loadPyodide }, { default: createModule }] = await Promise.all([
    import("pyodide"),
    import("pyodide/pyodide.asm.mjs"),
  ]);
  return { loadPyodide, createModule };
};
