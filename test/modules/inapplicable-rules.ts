/** Rules of the module facts that no test here names, each with the reason. */
export const INAPPLICABLE_RULES: Readonly<Record<string, string>> = {
  M36: "Nothing that a module is handed leads to the manager, so its create() cannot call back into it, and there is no lock to wait for.",
  D8: "About the document's C++ sample, which lacks three of TestModule's functions; the corrected one is compiled as an example.",
  D12: "About how the document types its compiler commands, which nobody runs from here.",
  D13: "About a dash that the document's typesetting made of two; the flag is --modules, and any other is unknown to the command line.",
  D14: "About the flattened table of hook results; what hooks return is decided by H5 and H6, with the hooks.",
  D24: "About when an allocator runs, which is the simulator's business: on events and periodically.",
  D26: "A mistranslation of what Anonymous means; A1 to A6 say what it does.",
  D28: "About a conversion in the sample's bar(), which the C and C++ examples of TestModule show.",
  D29: "About a path and a script of the document's author, neither of which exists here; the word is agent throughout.",
};
