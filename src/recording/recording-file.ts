import { readSync } from "node:fs";
import { DefaultDeserializer, DefaultSerializer } from "node:v8";
import { writeAll } from "../base/atomic-file.js";
import type { RunCharts } from "./run-charts.js";
import type { RecordingSink } from "./run-recorder.js";
import type { RecordedRows, TableName } from "./tables/recorded-table.js";

/** What a section holds, by its number in the file. */
const SECTIONS = ["charts", "offersLeftOut", "tasks", "offers", "series"] as const;
type Section = (typeof SECTIONS)[number];

/** Of a section: what it is, and its length in bytes. */
const HEAD_BYTES = 8;

/**
 * One run's recording on its way from the run's process to its parent: sections of V8's serialized values, which only the
 * same program is to read.
 */
export class RecordingWriter implements RecordingSink {
  readonly #fd: number;

  constructor(fd: number) {
    this.#fd = fd;
  }

  rows(rows: RecordedRows): void {
    this.#write(rows.table, rows);
  }

  charts(charts: RunCharts): void {
    this.#write("charts", charts);
  }

  offersLeftOut(count: number): void {
    this.#write("offersLeftOut", count);
  }

  #write(section: Section, value: unknown): void {
    const serializer = new DefaultSerializer();
    serializer.writeHeader();
    serializer.writeValue(value);
    const body = serializer.releaseBuffer();
    const head = Buffer.alloc(HEAD_BYTES);
    head.writeUInt32LE(SECTIONS.indexOf(section), 0);
    head.writeUInt32LE(body.length, 4);
    writeAll(this.#fd, head);
    writeAll(this.#fd, body);
  }
}

/** Reads a recording piece by piece. */
export class RecordingReader {
  readonly #fd: number;

  /** @param fd of a complete recording; stays open */
  constructor(fd: number) {
    this.#fd = fd;
  }

  charts(): RunCharts {
    return this.#only("charts") as RunCharts;
  }

  /** How many offers of the run are not in its table. */
  offersLeftOut(): number {
    return this.#only("offersLeftOut") as number;
  }

  /** The parts of a table, in order. */
  *rows(table: TableName): Iterable<RecordedRows> {
    yield* this.#sections(table) as Iterable<RecordedRows>;
  }

  /** @throws Error when there is none: a defect */
  #only(section: Section): unknown {
    for (const value of this.#sections(section)) return value;
    throw new Error(`a recording without ${section}`);
  }

  *#sections(wanted: Section): Iterable<unknown> {
    const head = Buffer.alloc(HEAD_BYTES);
    for (let at = 0; this.#read(head, at); ) {
      const length = head.readUInt32LE(4);
      if (SECTIONS[head.readUInt32LE(0)] === wanted) {
        const body = Buffer.alloc(length);
        this.#read(body, at + HEAD_BYTES);
        const deserializer = new DefaultDeserializer(body);
        deserializer.readHeader();
        yield deserializer.readValue();
      }
      at += HEAD_BYTES + length;
    }
  }

  /** @returns false at the end of the file; @throws Error when the file ends in the middle */
  #read(into: Uint8Array, at: number): boolean {
    let read = 0;
    while (read < into.length) {
      const more = readSync(this.#fd, into, read, into.length - read, at + read);
      if (more === 0 && read === 0) return false;
      if (more === 0) throw new Error("a recording that ends in the middle");
      read += more;
    }
    return true;
  }
}
