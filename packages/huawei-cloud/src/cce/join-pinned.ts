import { newestOf, type Operation, type Step } from "@upgradectl/provider-sdk";

/**
 * A workflow and a task that the user named together: the worse of them decides and has the other as its last step.
 * The first `workflows` of the operations are workflows.
 */
export function joinPinned(operations: readonly Operation[], workflows: number): readonly Operation[] {
  if (operations.length < 2) return operations;
  // Of operations without times the worst counts as the newest.
  const worst = newestOf(operations.map((of) => ({ ...of, ...noTimes, of })))?.of;
  if (worst === undefined) return operations;
  const others = operations.flatMap((operation, index) =>
    operation === worst ? [] : [stepOf(operation, index < workflows ? "workflow" : "upgrade task")],
  );
  return [
    {
      ...worst,
      steps: [...worst.steps, ...others],
      ...(operations.some(({ zoneAssumed }) => zoneAssumed) ? { zoneAssumed: true } : {}),
    },
  ];
}

const noTimes = { startedAt: null, updatedAt: null, finishedAt: null };

function stepOf({ id, phase, rawPhase, startedAt, finishedAt, message }: Operation, what: string): Step {
  return { name: id === null ? what : `${what} ${id}`, phase, rawPhase, startedAt, finishedAt, message };
}
