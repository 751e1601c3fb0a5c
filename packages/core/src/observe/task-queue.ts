type Task = () => Promise<unknown>;

/** Runs tasks in the order in which they are added, so many at a time. */
export class TaskQueue {
  readonly #limit: number;
  readonly #tasks: (Task | undefined)[] = [];
  readonly #workers: Promise<void>[] = [];
  #begun = 0;
  #active = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(task: Task): void {
    this.#tasks.push(task);
    if (this.#active === this.#limit) return;
    const worker = this.#work();
    worker.catch(() => {}); // `finish` is what tells
    this.#workers.push(worker);
  }

  /** Resolves when every task that was added has ended; rejects where one did. */
  async finish(): Promise<void> {
    await Promise.all(this.#workers);
  }

  async #work(): Promise<void> {
    this.#active += 1;
    for (let task = this.#tasks[this.#begun]; task !== undefined; task = this.#tasks[this.#begun]) {
      // What was begun is let go, so that a long queue does not hold what its tasks have done with.
      this.#tasks[this.#begun] = undefined;
      this.#begun += 1;
      await task();
    }
    this.#active -= 1;
  }
}
