/** Calls `each` for 0 to count - 1, so many at a time. */
export async function runLanes(count, lanes, each) {
  let next = 0;
  const runLane = async () => {
    while (next < count) {
      next += 1;
      await each(next - 1);
    }
  };
  await Promise.all(Array.from({ length: Math.min(lanes, count) }, runLane));
}
