import { ProviderError } from "@upgradectl/provider-sdk";
import type { SplitVersion } from "../version/order.ts";
import { describeThrown, describeValue } from "./describe-value.ts";

type Answer = { readonly components: readonly string[] } | { readonly error: ProviderError };

/** More components than any version has. */
const mostComponents = 1000;
/** A fleet has few versions; a list of odd ones must not fill the memory. */
const mostAnswers = 10_000;

/**
 * A plugin's version order as the host uses it: each text is split twice the first time, and then never again, so that one
 * text has one place in the order.
 *
 * @throws {ProviderError} of kind `plugin`, each time, for a text that the plugin's function does not split
 */
export function guardSplit(split: (version: string) => unknown): SplitVersion {
  const answers = new Map<string, Answer>();
  return (version) => {
    let answer = answers.get(version);
    if (answer === undefined) {
      answer = ask(split, version);
      if (answers.size >= mostAnswers) answers.clear();
      answers.set(version, answer);
    }
    if ("error" in answer) throw answer.error;
    return answer.components;
  };
}

function ask(split: (version: string) => unknown, version: string): Answer {
  try {
    const components = readComponents(split(version));
    const again = readComponents(split(version));
    if (components.join("\0") !== again.join("\0"))
      throw new TypeError(`splitVersion gave ${show(components)}, and then ${show(again)}`);
    return { components };
  } catch (thrown) {
    const text = JSON.stringify(version.slice(0, 100));
    const message = `the plugin failed to compare versions, at ${text}: ${describeThrown(thrown)}`;
    return { error: new ProviderError({ kind: "plugin", message }) };
  }
}

function readComponents(answer: unknown): readonly string[] {
  if (!Array.isArray(answer))
    throw new TypeError(`splitVersion returned ${describeValue(answer)}; expected a list of texts`);
  const { length } = answer;
  if (!(length <= mostComponents))
    throw new TypeError(`splitVersion returned more than ${mostComponents} texts`);
  const components: string[] = [];
  for (let index = 0; index < length; index += 1) {
    const component: unknown = answer[index];
    if (typeof component !== "string")
      throw new TypeError(
        `splitVersion returned a list with ${describeValue(component)} in it; expected texts`,
      );
    components.push(component);
  }
  return components;
}

function show(components: readonly string[]): string {
  return describeValue(components.join(" "));
}
