import "@testing-library/jest-dom/vitest";
import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";

// Parts that are loaded later are waited for on a busy machine too.
configure({ asyncUtilTimeout: 10_000 });

afterEach(cleanup);
