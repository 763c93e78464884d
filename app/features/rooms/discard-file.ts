/** Takes back a file that no message has, without waiting. @param filesUrl of the route that takes files, without a query */
export async function discardFile(filesUrl: string, id: string): Promise<void> {
  const body = new URLSearchParams({ intent: "discard-attachment" });
  await fetch(`${filesUrl}/${id}`, { method: "POST", body, keepalive: true }).catch(() => undefined);
}
