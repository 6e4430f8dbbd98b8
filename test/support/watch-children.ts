import { ChildProcess } from "node:child_process";
import { subscribe, unsubscribe } from "node:diagnostics_channel";

/** Notes the pid of every child that this process starts, until it is told to stop. */
export function watchChildren(): { stop(): number[] } {
  const children: ChildProcess[] = [];
  const note = (message: unknown) => {
    const child = typeof message === "object" && message !== null && "process" in message && message.process;
    if (child instanceof ChildProcess) children.push(child);
  };
  subscribe("child_process", note);
  return {
    stop() {
      unsubscribe("child_process", note);
      return children.flatMap(({ pid }) => pid ?? []);
    },
  };
}
