/**
 * One embedded stack with the cast in it, shared by the test files of a project and gone with the run.
 * The stack is on free ports and a data folder of its own: nothing of it touches a product that runs beside it.
 */
import type { TestProject } from "vitest/node";
import { startTestStack, type TestStack } from "./test-stack";

declare module "vitest" {
  export interface ProvidedContext {
    testStack: Omit<TestStack, "stop">;
  }
}

// Two projects of one run share the stack: the setup runs once for each, in the same process.
const shared = globalThis as typeof globalThis & { frontroomTestStack?: { users: number; stack: Promise<TestStack> } };

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const running = (shared.frontroomTestStack ??= { users: 0, stack: startTestStack() });
  running.users += 1;
  const { stop, ...testStack } = await running.stack;
  project.provide("testStack", testStack);
  return async () => {
    running.users -= 1;
    if (running.users > 0) return;
    delete shared.frontroomTestStack;
    await stop();
  };
}
