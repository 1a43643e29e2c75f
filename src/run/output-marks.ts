/** Begins a line that this program wrote into its process's output; what follows says when, and is no part of the text. */
export const OUTPUT_MARK = "\u001e";

/** Ends the moment where a text follows. A mark without a text tells when all was printed that no mark stands before. */
export const OUTPUT_TEXT = "\u001f";
