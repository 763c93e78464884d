import { renderHook } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { useAttachments } from "./use-attachments";

afterEach(() => vi.unstubAllGlobals());

it("takes back the files of a message that is discarded, and asks for nothing where there are none", () => {
  const asked: string[] = [];
  vi.stubGlobal("fetch", (url: string, { body }: RequestInit) => {
    asked.push(`${url}?${(body as URLSearchParams).toString()}`);
    return Promise.reject(new TypeError("No network."));
  });
  const rules = { max_attachment_bytes: 10, max_attachments_per_message: 2, edit_window_seconds: 900 };
  const options = { roomId: "room", filesUrl: "/files", rules, composer: { current: null } };
  const { result } = renderHook(() => useAttachments(options));
  const file = { fileName: "a.txt", contentType: "text/plain", byteSize: 1, width: null, height: null };
  result.current.forget([
    { id: "one", ...file },
    { id: "two", ...file },
  ]);
  result.current.forget(undefined);
  expect(asked).toEqual(["/files/one?intent=discard-attachment", "/files/two?intent=discard-attachment"]);
});
