/** More frames of a script than this are counted only: a recursion without end has thousands. */
const MOST_FRAMES = 8;

interface Frame {
  readonly file: string;
  readonly line: string;
  /** Empty for code outside of any function. */
  readonly of: string;
}

/** `FILE:LINE: in function 'score'`, as Lua's tracebacks have it */
const LUA = /^\s+(.+?):(\d+): in (.*)$/;
/** `at score (FILE:LINE:COLUMN)`, as QuickJS' stacks have it */
const JAVASCRIPT = /^\s+at (?:(.*?) \()?([^()]+?):(\d+)(?::\d+)?\)?$/;
/** `File "FILE", line LINE, in score`, as Python's tracebacks have it, innermost last */
const PYTHON = /^\s*File "(.+)", line (\d+)(?:, in (.+))?$/;

/** Files that are no script's own: the SDK's, the language's, and code without a file. */
const NOT_THE_SCRIPTS = /^(?:\[|<|workbench:|.*\/lib\/python)/;

/**
 * What of a guest's stack is in the script itself, innermost first: `my.lua:14 in score`.
 *
 * @param stack the traceback as the language prints it
 */
export function scriptFrames(stack: string): string[] {
  const frames = framesIn(stack.split("\n")).filter(({ file }) => !NOT_THE_SCRIPTS.test(file));
  const shown = frames
    .slice(0, MOST_FRAMES)
    .map(({ file, line, of }) => `${file}:${line}${of === "" ? "" : ` in ${of}`}`);
  return frames.length > MOST_FRAMES ? [...shown, `${frames.length - MOST_FRAMES} more`] : shown;
}

function framesIn(lines: readonly string[]): Frame[] {
  const python = lines.flatMap((line) => frameOf(PYTHON.exec(line), 1, 2, 3));
  if (python.length > 0) return python.map((frame) => ({ ...frame, of: pythonName(frame.of) })).reverse();
  return lines.flatMap((line) => {
    const javascript = frameOf(JAVASCRIPT.exec(line), 2, 3, 1);
    if (javascript.length > 0) return javascript.map((frame) => ({ ...frame, of: javascriptName(frame.of) }));
    return frameOf(LUA.exec(line), 1, 2, 3).map((frame) => ({ ...frame, of: luaName(frame.of) }));
  });
}

function frameOf(match: RegExpExecArray | null, file: number, line: number, of: number): Frame[] {
  if (match === null) return [];
  return [{ file: match[file] as string, line: match[line] as string, of: match[of] ?? "" }];
}

/** `function 'score'`, `upvalue 'score'`, `method 'score'`, `function <my.lua:10>` (has no name), `main chunk` */
function luaName(of: string): string {
  const name = /'(.+)'/.exec(of)?.[1] ?? "";
  return name === "?" ? "" : name;
}

function javascriptName(of: string): string {
  return of.startsWith("<") ? "" : of;
}

function pythonName(of: string): string {
  return of === "<module>" ? "" : of;
}
