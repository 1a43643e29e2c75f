import type { QuickJSContext, QuickJSHandle } from "quickjs-emscripten-core";
import { AllocatorFailure } from "../../allocator/failure.js";
import type { QuickJsMemory } from "./quickjs-memory.js";

/** No part of quickjs-emscripten's public interface: it puts bytes into the guest's memory, and knows where. */
interface WithHeap {
  memory: { newHeapBufferPointer(bytes: Uint8Array): { readonly value: { readonly pointer: number } } };
}

/** A QuickJS module has no more memory than that; the host would try to find a copy of it before the guest's memory is asked. */
const MOST_BYTES = 2 ** 31;

/** Doubles that both sides have at hand: an ArrayBuffer of the guest's, and a view of the memory in which it lies. */
export class SharedDoubles {
  readonly length: number;
  /** The ArrayBuffer. It is kept for good, so that its memory is. */
  readonly handle: QuickJSHandle;
  readonly #memory: QuickJsMemory;
  readonly #pointer: number;
  #view: Float64Array;

  /** @throws AllocatorFailure when there is no memory for them */
  constructor(context: QuickJSContext, memory: QuickJsMemory, length: number) {
    const bytes = length * Float64Array.BYTES_PER_ELEMENT;
    if (bytes > MOST_BYTES) throw new AllocatorFailure("outOfMemory", "out of memory");
    const { memory: heap } = context as unknown as WithHeap;
    const place = heap.newHeapBufferPointer;
    let pointer = 0;
    heap.newHeapBufferPointer = (zeros) => {
      const lifetime = place.call(heap, zeros);
      pointer = lifetime.value.pointer;
      return lifetime;
    };
    this.handle = context.newArrayBuffer(new ArrayBuffer(bytes));
    heap.newHeapBufferPointer = place;
    if (pointer === 0) throw new AllocatorFailure("outOfMemory", "out of memory");
    this.length = length;
    this.#memory = memory;
    this.#pointer = pointer;
    this.#view = this.#newView();
  }

  /** Valid until the guest runs again: when its memory grows, it moves. */
  get view(): Float64Array {
    if (this.#view.length === 0) this.#view = this.#newView();
    return this.#view;
  }

  #newView(): Float64Array {
    return new Float64Array(this.#memory.memory.buffer, this.#pointer, this.length);
  }
}
