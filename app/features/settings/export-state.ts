import type { ExportLine } from "~/lib/supabase/data-types";

/** Waits for the worker, or is being made. */
export const isExportUnderWay = ({ state }: Pick<ExportLine, "state">): boolean => state === "waiting" || state === "running";
