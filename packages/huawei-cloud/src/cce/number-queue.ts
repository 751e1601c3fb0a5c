/** Numbers in any order in, the smallest first out: a binary heap. */
export class NumberQueue {
  readonly #heap: number[] = [];

  add(value: number): void {
    const heap = this.#heap;
    let place = heap.push(value) - 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const above = heap[parent] ?? value;
      if (above <= value) break;
      heap[place] = above;
      place = parent;
    }
    heap[place] = value;
  }

  /** Removes the smallest; undefined where there is none. */
  take(): number | undefined {
    const heap = this.#heap;
    const smallest = heap[0];
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return smallest;
    let place = 0;
    for (let child = 1; child < heap.length; child = 2 * place + 1) {
      const right = heap[child + 1];
      if (right !== undefined && right < (heap[child] ?? right)) child += 1;
      const below = heap[child] ?? last;
      if (below >= last) break;
      heap[place] = below;
      place = child;
    }
    heap[place] = last;
    return smallest;
  }
}
