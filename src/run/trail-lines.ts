import { readSync } from "node:fs";

/** A line of a journal's trail. */
export interface TrailLine {
  /** Whether the allocator was asked about its operation. */
  readonly isAsked: boolean;
  /** Whether it is there to its end: the last one may be cut where its decisions would follow. */
  readonly isWhole: boolean;
  readonly text: string;
}

const PIECE = 1024 ** 2;
const NEWLINE = 0x0a;

/** The lines of a trail, as they are read. */
export function* trailLines(fd: number): Generator<TrailLine> {
  const piece = Buffer.alloc(PIECE);
  let rest = Buffer.alloc(0);
  for (let offset = 0; ; ) {
    const length = readSync(fd, piece, 0, PIECE, offset);
    if (length === 0) break;
    offset += length;
    const bytes = Buffer.concat([rest, piece.subarray(0, length)]);
    let from = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, from)) {
      yield lineOf(bytes.toString("utf8", from, end), true);
      from = end + 1;
    }
    rest = bytes.subarray(from);
  }
  if (rest.length > 0) yield lineOf(rest.toString("utf8"), false);
}

function lineOf(line: string, isWhole: boolean): TrailLine {
  const isAsked = line.startsWith("?");
  return { isAsked, isWhole, text: isAsked ? line.slice(1) : line };
}
