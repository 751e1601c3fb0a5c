let turn: Promise<void> | undefined;

/** All who ask for it in one turn of the event loop get the same. */
export function nextTurn(): Promise<void> {
  turn ??= new Promise((resolve) => {
    setImmediate(() => {
      turn = undefined;
      resolve();
    });
  });
  return turn;
}
